import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fleet as fleetSchema, NightkeepError } from '../../../../src-main/contract/index.ts';
import { customerFinder } from '../../../../src-main/domain/customers.ts';
import { createDiskFacts } from '../../../../src-main/features/fleet/disk-facts.ts';
import { createReach } from '../../../../src-main/features/fleet/reach.ts';
import { readHosts } from '../../../../src-main/features/fleet/read-hosts.ts';
import { createPlaces } from '../../../../src-main/features/places.ts';
import type { Machines } from '../../../../src-main/ssh/types.ts';
import { openHistory } from '../../../../src-main/stores/history/history.ts';
import { localMachines } from '../../../support/local-machines.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

/** Hosts that are all this machine; `answers` says of each attempt whether it fails, and how. */
function setUp(answers: (host: string, attempt: number) => Error | undefined) {
  const folder = tempFolder();
  const configPath = join(folder, 'backup.config');
  mkdirSync(join(folder, 'col1'));
  writeFileSync(configPath, `backupdir=/data/a\nserver=backup1\n## ENTRY ${folder}/col1/etc\n`);
  const history = openHistory(':memory:', () => new Date());
  onTestFinished(() => history.close());
  const ssh = { host: 'a' };
  const hosts = Array.from({ length: 6 }, (_, index) => ({ name: `jail${index}`, ssh, configPath }));
  const fleet = fleetSchema.parse({ servers: [{ name: 'backup1', ssh }], hosts });
  const attempts = new Map<string, number>();
  const inner = localMachines({ shell: ['sh'] });
  const machines: Machines = {
    ...inner,
    exec(machine, request) {
      const attempt = (attempts.get(machine) ?? 0) + 1;
      attempts.set(machine, attempt);
      const error = answers(machine, attempt);
      return error ? Promise.reject(error) : inner.exec(machine, request);
    },
  };
  const troubles: string[] = [];
  const reach = createReach({
    isClosing: () => false,
    connection: (machine) => ({ machine, state: 'idle' }),
    facts: history.facts,
    now: () => new Date(),
    roleOf: () => 'host',
    toldAt: () => undefined,
    publish: () => {},
    onTrouble: (machine) => troubles.push(machine),
  });
  const places = createPlaces({
    store: history.places,
    readConfig: () => Promise.reject(new Error('it is read by the program')),
    isServer: (name) => name === 'backup1',
    now: () => new Date(),
  });
  const disks = createDiskFacts(history.facts);
  const deps = {
    ...{ machines, history, places, reach, disks, fleet: () => fleet },
    finder: () => customerFinder(['/(?<customer>col\\d+)']),
    onLastRun: () => {},
    onBug: () => new NightkeepError('internal', 'a bug, noted as abc'),
  };
  const read: string[] = [];
  return {
    ...{ reach, troubles, attempts, read, history, disks, configPath },
    start: (names = hosts.map(({ name }) => name)) =>
      readHosts(deps, names, { onHost: (host, _, wasRead) => wasRead && read.push(host) }),
  };
}

const silence = (machine: string) =>
  new NightkeepError('unreachable', `${machine} does not answer within 15 s.`, { machine, silent: true });

test('one that was silent is tried again, after the others, before anyone is told', async () => {
  const { start, troubles, read } = setUp((host, attempt) =>
    host === 'jail1' && attempt === 1 ? silence(host) : undefined,
  );
  expect(await start()).toEqual([]);
  expect(troubles).toEqual([]);
  expect(read.at(-1)).toBe('jail1');
  expect(read).toHaveLength(6);
});

test('one that stays silent is told of once; one that the network answers for is not tried again', async () => {
  const refused = new NightkeepError('unreachable', 'jail2 refuses the connection.');
  const { start, troubles, attempts, reach } = setUp((host) =>
    host === 'jail1' ? silence(host) : host === 'jail2' ? refused : undefined,
  );
  expect(await start()).toEqual(['jail2 refuses the connection.', 'jail1 does not answer within 15 s.']);
  expect(troubles).toEqual(['jail2', 'jail1']);
  expect([attempts.get('jail1'), attempts.get('jail2')]).toEqual([2, 1]);
  expect(reach.unreached('jail1')?.code).toBe('unreachable');
});

test('what is known of a config is not sent again, and a change of it is', async () => {
  const { start, history, attempts, configPath } = setUp(() => undefined);
  await start();
  // The config, and the folders that it made worth looking into.
  expect(attempts.get('jail3')).toBe(2);
  const { revision } = history.places.get('jail3') ?? {};
  expect(revision).toMatch(/^[0-9a-f]{64}$/);
  await start();
  expect(attempts.get('jail3')).toBe(3);
  writeFileSync(configPath, 'backupdir=/data/b\nserver=backup1\n');
  await start();
  expect(history.places.where('jail3')).toEqual({ server: 'backup1', backupdir: '/data/b' });
  expect(history.places.get('jail3')?.revision).not.toBe(revision);
});

test('a host whose customers lie where those of others do is asked once', async () => {
  const { start, attempts, disks } = setUp(() => undefined);
  await start(['jail0']);
  await start(['jail1']);
  expect([attempts.get('jail0'), attempts.get('jail1')]).toEqual([2, 1]);
  expect(disks.of('jail1')).toEqual({ ...disks.of('jail0'), stamp: expect.any(String) });
  expect(disks.of('jail1')?.roots).toHaveLength(1);
});

test('a bug in taking in what one host told is noted, and costs the others nothing', async () => {
  const { start, read, troubles } = setUp((host) =>
    host === 'jail2' ? new TypeError('Invalid time value') : undefined,
  );
  expect(await start()).toEqual(['jail2: a bug, noted as abc']);
  expect(read.sort()).toEqual(['jail0', 'jail1', 'jail3', 'jail4', 'jail5']);
  // It answered: nobody is told that it can't be reached.
  expect(troubles).toEqual([]);
});
