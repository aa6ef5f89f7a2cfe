import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fleet as fleetSchema, NightkeepError } from '../../../../src-main/contract/index.ts';
import { customerFinder } from '../../../../src-main/domain/customers.ts';
import { createReach } from '../../../../src-main/features/fleet/reach.ts';
import { readServers } from '../../../../src-main/features/fleet/read-servers.ts';
import { createServerFacts, type ServerFacts } from '../../../../src-main/features/fleet/server-facts.ts';
import type { Machines } from '../../../../src-main/ssh/types.ts';
import { openHistory } from '../../../../src-main/stores/history/history.ts';
import { localMachines } from '../../../support/local-machines.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/**
 * Servers that are all this machine, each with two hosts; `answers` says of each attempt whether it fails, and how. What
 * is told of the host `bug` can't be taken in.
 */
function setUp(answers: (server: string, attempt: number) => NightkeepError | undefined, bug?: string) {
  const folder = tempFolder();
  const now = () => new Date();
  const history = openHistory(':memory:', now);
  onTestFinished(() => history.close());
  const names = ['backup1', 'backup2'];
  const ssh = { host: 'a' };
  const fleet = fleetSchema.parse({
    servers: names.map((name) => ({ name, ssh })),
    hosts: names.flatMap((name) => [`a-on-${name}`, `b-on-${name}`]).map((name) => ({ name, ssh, configPath: '/c' })),
  });
  for (const server of names) {
    for (const host of [`a-on-${server}`, `b-on-${server}`]) {
      mkdirSync(join(folder, host));
      history.places.save(host, { server, backupdir: join(folder, host), entries: ['/etc'] }, now().toISOString());
    }
  }
  const inner = localMachines({ shell: ['sh'] });
  const attempts = new Map<string, number>();
  const machines: Machines = {
    ...inner,
    exec: async (machine, request) => {
      const attempt = (attempts.get(machine) ?? 0) + 1;
      attempts.set(machine, attempt);
      const error = answers(machine, attempt);
      if (error) throw error;
      return inner.exec(machine, request);
    },
  };
  const troubles: string[] = [];
  const reach = createReach({
    isClosing: () => false,
    connection: (machine) => ({ machine, state: 'idle' }),
    facts: history.facts,
    now,
    roleOf: () => 'server',
    toldAt: () => undefined,
    publish: () => {},
    onTrouble: (machine) => troubles.push(machine),
  });
  const facts = createServerFacts(history.facts);
  const serverFacts: ServerFacts = {
    ...facts,
    set(host, told) {
      if (host === bug) throw new TypeError('Invalid time value');
      facts.set(host, told);
    },
  };
  const finder = () => customerFinder([]);
  const onBug = () => new NightkeepError('internal', 'a bug, noted as abc');
  const onStamps = async () => {};
  const deps = { machines, fleet: () => fleet, history, serverFacts, finder, now, reach, onStamps, onBug };
  return { read: () => readServers(deps), troubles, attempts, reach };
}

const silence = (machine: string) =>
  new NightkeepError('unreachable', `${machine} does not answer within 15 s.`, { machine, silent: true });

test('a server that was silent once is asked again before anyone is told', async () => {
  const { read, troubles, reach } = setUp((server, attempt) =>
    server === 'backup1' && attempt === 1 ? silence(server) : undefined,
  );
  const { failed, changed } = await read();
  expect(failed).toEqual([]);
  expect(changed.sort()).toEqual(['a-on-backup1', 'a-on-backup2', 'b-on-backup1', 'b-on-backup2']);
  expect(troubles).toEqual([]);
  expect(reach.unreached('backup1')).toBeUndefined();
});

test('one that stays silent is told of, and one that the network answers for is not asked again', async () => {
  const refused = new NightkeepError('unreachable', 'backup2 refuses the connection.');
  const { read, troubles, attempts } = setUp((server) => (server === 'backup1' ? silence(server) : refused));
  const { failed } = await read();
  expect(failed.map(({ message }) => message).sort()).toEqual([
    'backup1 does not answer within 15 s.',
    'backup2 refuses the connection.',
  ]);
  expect(troubles.sort()).toEqual(['backup1', 'backup2']);
  expect([attempts.get('backup1'), attempts.get('backup2')]).toEqual([2, 1]);
});

test('a bug in taking in what was told of one host is noted, and costs the others of its server nothing', async () => {
  const { read, troubles } = setUp(() => undefined, 'a-on-backup1');
  const { failed, changed } = await read();
  expect(failed.map(({ message }) => message)).toEqual(['a-on-backup1: a bug, noted as abc']);
  expect(changed.sort()).toEqual(['a-on-backup2', 'b-on-backup1', 'b-on-backup2']);
  expect(troubles).toEqual([]);
});
