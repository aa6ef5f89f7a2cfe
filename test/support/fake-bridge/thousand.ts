import type {
  Activity,
  Customer,
  FailureItem,
  Fleet,
  Hold,
  MachineStatus,
  NightState,
  Tonight,
  TonightHost,
} from '../../../src-main/contract/index.ts';
import { titleOf } from '../../../src-main/domain/failures/causes.ts';
import { fixesOf } from '../../../src-main/domain/failures/fixes.ts';
import { now } from './clock.ts';
import { fleet as few } from './estate.ts';

/**
 * A fleet of a thousand hosts on ten servers after a bad night: backup7 does not answer, ten hosts of backup3 failed, ten
 * were missed, ten have a warning, five are out of reach.
 */
const serverNames = Array.from({ length: 10 }, (_, index) => `backup${index + 1}`);
const hostNames = Array.from({ length: 1000 }, (_, index) => `jail${String(index).padStart(4, '0')}`);
const serverOf = (index: number): string => serverNames[index % 10] as string;
const DOWN = 'backup7';

function stateOf(index: number): NightState {
  if (index % 100 === 2) return 'failed';
  if (index % 100 === 13) return 'missed';
  if (index % 100 === 25) return 'warning';
  return index % 500 === 48 ? 'running' : 'good';
}

const entriesOf = (index: number, count: number): Customer[] =>
  Array.from({ length: count }, (_, each) => {
    const number = index * count + each;
    const root = `/mnt/data1/10.${number >> 16}.${(number >> 8) & 255}.${number & 255}-col${String(number).padStart(5, '0')}-DIR`;
    return {
      id: `col${String(number).padStart(5, '0')}`,
      ip: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`,
      hosts: [
        {
          host: hostNames[index] as string,
          root,
          entries: ['etc', 'usr/home', 'var/db'].map((path) => `${root}/${path}`),
          coverage: 'configured',
        },
      ],
    };
  });

function rowOf(host: string, index: number, dates: readonly string[]): TonightHost {
  const server = serverOf(index);
  const isKnown = server !== DOWN;
  const last = stateOf(index);
  const cells = dates.map((_, at): TonightHost['cells'][number] => {
    if (at < dates.length - 1) return { state: 'good', runId: `run-${at}` };
    return isKnown
      ? { state: last, runId: `run-${at}` }
      : { state: 'unknown', note: `not known: ${DOWN} does not answer` };
  });
  const summary = isKnown ? (last === 'good' ? '3 min · 1.2 GB' : 'look here') : `not known: ${DOWN} does not answer`;
  return { host, server, state: isKnown ? last : 'unknown', isKnown, cells, summary };
}

function tonightOf(days: number): Tonight {
  const dates = Array.from({ length: days }, (_, at) => `2013-02-${String(29 - days + at).padStart(2, '0')}`);
  const hosts = hostNames.map((host, index) => rowOf(host, index, dates));
  const counts = { good: 0, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 };
  for (const { isKnown, state } of hosts) if (isKnown && state) counts[state] += 1;
  return { dates, hosts, counts, notKnown: hosts.filter(({ isKnown }) => !isKnown).length, noNight: 0 };
}

function failureOf(host: string, server: string, cause: FailureItem['cause'], message: string): FailureItem {
  return {
    id: `${cause}-${host}`,
    host,
    server,
    cause,
    title: titleOf(host, cause),
    message,
    firstSeen: '2013-02-28T09:58:00Z',
    lastSeen: '2013-02-28T09:58:00Z',
    nights: 1,
    state: 'open',
    fixes: fixesOf({ cause, path: undefined }, (path) => path),
  };
}

function allFailures(): FailureItem[] {
  const ofHosts = hostNames.flatMap((host, index): FailureItem[] => {
    const server = serverOf(index);
    if (server === DOWN) return [];
    const state = stateOf(index);
    if (state === 'failed') return [failureOf(host, server, 'run-failed', 'no space left on the server')];
    if (state === 'missed') return [failureOf(host, server, 'missed', 'nothing was backed up since 27 February 2013')];
    if (state === 'warning') return [failureOf(host, server, 'entry-symlink', 'it is a symlink')];
    return index % 200 === 59 ? [failureOf(host, server, 'unreachable', `${host} refuses the connection.`)] : [];
  });
  return [...ofHosts, failureOf(DOWN, DOWN, 'unreachable', `${DOWN} (10.0.0.7) does not answer within 15 s.`)];
}

const allHolds = (): Hold[] =>
  Array.from({ length: 300 }, (_, index) => ({
    id: `h-${index}`,
    server: serverOf(index),
    customer: `col${String(index * 15).padStart(5, '0')}`,
    nights: [{ host: hostNames[index] as string, runId: 'run-1', date: '2013-02-22', paths: ['/mnt/data1/x'] }],
    reason: 'the customer asked for it',
    by: 'anna',
    createdAt: '2013-02-23T10:00:00Z',
    until: `2013-03-${String((index % 20) + 1).padStart(2, '0')}T10:00:00Z`,
    bytes: 1e9 + index,
    tarballs: [],
  }));

const allActivity = (): Activity[] =>
  Array.from({ length: 1000 }, (_, index) => ({
    at: new Date(now.getTime() - index * 3_600_000).toISOString(),
    by: index % 2 === 0 ? 'anna' : 'maria',
    server: serverOf(index),
    action: 'restore',
    host: hostNames[index] as string,
    customer: `col${String(index * 15).padStart(5, '0')}`,
    ticket: `#${47000 + index}`,
    message: 'restored /usr/home of 27 February 2013',
  }));

export interface Thousand {
  fleet: Fleet;
  machines: MachineStatus[];
  customers: Customer[];
  tonight: (days: number) => Tonight;
  failures: FailureItem[];
  holds: Hold[];
  activity: Activity[];
}

export function thousand(): Thousand {
  const machine = (name: string) => ({
    name,
    ssh: { host: `${name}.example.com`, user: 'root' },
    become: 'none' as const,
  });
  const status = (name: string, role: MachineStatus['role']): MachineStatus =>
    name === DOWN
      ? {
          name,
          role,
          state: 'unreachable',
          error: `${DOWN} (10.0.0.7) does not answer within 15 s.`,
          toldAt: '2013-02-28T10:14:00Z',
          since: '2013-02-28T10:15:20Z',
        }
      : {
          name,
          role,
          state: 'idle',
          ...(role === 'server' ? { latencyMs: 2, freeBytes: 4e12, totalBytes: 1e13 } : {}),
        };
  return {
    fleet: {
      ...few,
      repository: undefined,
      servers: serverNames.map(machine),
      hosts: hostNames.map((name) => ({ ...machine(name), configPath: '/usr/local/jail/bin/backup.config' })),
    },
    machines: [...serverNames.map((name) => status(name, 'server')), ...hostNames.map((name) => status(name, 'host'))],
    customers: hostNames.flatMap((_, index) => entriesOf(index, 15)),
    tonight: tonightOf,
    failures: allFailures(),
    holds: allHolds(),
    activity: allActivity(),
  };
}
