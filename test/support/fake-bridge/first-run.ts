import type { MetMachine } from '../../../src-main/contract/index.ts';
import { readMachineList } from '../../../src-main/domain/machine-list.ts';
import { proposePatterns, showPattern } from '../../../src-main/domain/propose-patterns.ts';
import type { FakeHandlers } from './refusal.ts';
import type { World } from './world.ts';

type Names = 'fleet.sshAliases' | 'fleet.readList' | 'patterns.propose' | 'patterns.show' | 'machines.meetNew';

const entries = [
  '/etc',
  '/mnt/data1/69.55.238.98-col00214-DIR/usr/home',
  '/mnt/data1/69.55.238.98-col00214-DIR/etc',
  '/mnt/data1/69.55.238.99-col00301-DIR/usr/home',
  '/vz/private/col00551/home',
];

const metOf = (name: string, role: MetMachine['role']): MetMachine => {
  const nothing = { name, role, configs: [], entries: [], backupdirs: [] };
  if (name.startsWith('down'))
    return { ...nothing, error: { code: 'unreachable', message: `${name} refuses the connection.` } };
  if (role === 'server') return { ...nothing, os: 'FreeBSD 14.3', backupdirs: ['/data/jail11', '/data/jail15'] };
  const configPath = '/usr/local/jail/bin/backup.config';
  const config = { configs: [configPath], configPath, server: 'backup1', backupdir: `/data/${name}`, entries };
  return { ...nothing, os: 'FreeBSD 14.3', ...config };
};

/** New machines: those called `down…` don't answer. */
export const createFirstRunHandlers = ({ jobs }: World): Pick<FakeHandlers, Names> => ({
  'fleet.sshAliases': () => ({ aliases: ['backup1', 'backup2', 'jail11', 'jail12', 'jail15', 'virt9'] }),
  'fleet.readList': ({ text }) => readMachineList(text),
  'patterns.propose': ({ paths }) => ({ patterns: proposePatterns(paths) }),
  'patterns.show': ({ paths, patterns }) => ({ patterns: patterns.map((pattern) => showPattern(pattern, paths)) }),
  'machines.meetNew': ({ machines }) =>
    jobs.start({
      command: 'machines.meetNew',
      title: `Meet ${machines.length} machines`,
      steps: [{ name: 'Reach each machine', total: machines.length }],
      outcome: () => ({ machines: machines.map(({ name, role }) => metOf(name, role)) }),
    }),
});
