import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fleet as fleetSchema, NightkeepError } from '../../../../src-main/contract/index.ts';
import { customerFinder } from '../../../../src-main/domain/customers.ts';
import { createEvents } from '../../../../src-main/features/events.ts';
import { createDiskFacts } from '../../../../src-main/features/fleet/disk-facts.ts';
import { createFleetReader } from '../../../../src-main/features/fleet/fleet-reader.ts';
import { createReach } from '../../../../src-main/features/fleet/reach.ts';
import { hostsOfRound } from '../../../../src-main/features/fleet/round.ts';
import { createServerFacts } from '../../../../src-main/features/fleet/server-facts.ts';
import { createPlaces } from '../../../../src-main/features/places.ts';
import { watchSleep } from '../../../../src-main/features/sleep.ts';
import { startWatcher } from '../../../../src-main/features/watcher.ts';
import type { Machines } from '../../../../src-main/ssh/types.ts';
import { openHistory } from '../../../../src-main/stores/history/history.ts';
import { localMachines } from '../../../support/local-machines.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

const QUARTER_MS = 15 * 60_000;
/** Two and a half hours. */
const ROUNDS_A_TURN = 10;

describe('of a thousand hosts', () => {
  const hosts = Array.from({ length: 1000 }, (_, index) => `jail${String(index).padStart(4, '0')}`);
  const wellAndKnown = { hosts, age: () => '2013-02-28T12:00:00Z', unread: [], open: new Set<string>() };

  test('a round asks a tenth, and ten rounds ask each, those asked longest ago first', () => {
    const ages = new Map<string, string>();
    const age = (host: string) => ages.get(host) ?? '';
    for (let round = 0; round < ROUNDS_A_TURN; round++) {
      const asked = hostsOfRound({ ...wellAndKnown, age });
      expect(asked).toHaveLength(100);
      expect(asked.every((host) => !ages.has(host))).toBe(true);
      for (const host of asked) ages.set(host, new Date(round * QUARTER_MS).toISOString());
    }
    expect(ages.size).toBe(1000);
    expect(hostsOfRound({ ...wellAndKnown, age })).toEqual(hosts.slice(0, 100));
  });

  test('those that are doubtful are asked beside the tenth of the others', () => {
    const asked = hostsOfRound({
      ...wellAndKnown,
      unread: ['jail0999'],
      open: new Set(['jail0500', 'jail0501', 'backup1']),
    });
    expect(asked.slice(0, 3)).toEqual(['jail0999', 'jail0500', 'jail0501']);
    expect(asked).toHaveLength(103);
    expect(new Set(asked).size).toBe(103);
  });

  test('where something is open about all of them, which a server or a network has done, forty are asked beyond their turn', () => {
    expect(hostsOfRound({ ...wellAndKnown, open: new Set(hosts) })).toHaveLength(140);
  });

  test('a small fleet is asked as a whole', () => {
    expect(hostsOfRound({ ...wellAndKnown, hosts: hosts.slice(0, 6) })).toHaveLength(6);
  });
});

const HOSTS = 20;

/** A fleet that is all this machine, watched by a clock that is moved by hand. */
function watched() {
  const folder = tempFolder();
  const clock = manualClock(new Date('2013-02-28T12:00:00Z'));
  const history = openHistory(':memory:', clock.now);
  const ssh = { host: 'a' };
  const configOf = (host: string) => join(folder, host);
  const entryOf = (customer: string) => join(folder, customer, 'etc');
  const writeConfig = (host: string, customer: string) =>
    writeFileSync(
      configOf(host),
      `backupdir=${folder}/nights/${host}\nserver=backup1\n## ENTRY ${entryOf(customer)}\n`,
    );
  const names = Array.from({ length: HOSTS }, (_, index) => `jail${index}`);
  for (const [index, host] of names.entries()) {
    writeConfig(host, `col${index}`);
    mkdirSync(join(folder, `col${index}`));
    mkdirSync(join(folder, 'nights', host), { recursive: true });
  }
  const hosts = names.map((name) => ({ name, ssh, configPath: configOf(name) }));
  const fleet = fleetSchema.parse({ servers: [{ name: 'backup1', ssh }], hosts });
  const inner = localMachines({ shell: ['sh'] });
  const asked: string[] = [];
  const exec: Machines['exec'] = (machine, request) => {
    asked.push(machine);
    return inner.exec(machine, request);
  };
  const machines: Machines = { ...inner, exec };
  const { publish, subscribe } = createEvents(() => {});
  const facts = { history, fleet: () => fleet, now: clock.now };
  const reach = createReach({
    ...{ isClosing: () => false, facts: history.facts, now: clock.now, toldAt: () => undefined, publish: () => {} },
    connection: (machine) => ({ machine, state: 'idle' }),
    roleOf: (name) => (name === 'backup1' ? 'server' : 'host'),
    onTrouble: () => {},
  });
  const places = createPlaces({
    store: history.places,
    readConfig: () => Promise.reject(new Error('it is read by the program')),
    isServer: (name) => name === 'backup1',
    now: clock.now,
  });
  const reader = createFleetReader({
    ...{ ...facts, machines, reach, places, publish },
    serverFacts: createServerFacts(history.facts),
    disks: createDiskFacts(history.facts),
    finder: () => customerFinder(['/(?<customer>col\\d+)']),
    onBug: () => new NightkeepError('internal', 'a bug, noted as abc'),
    onHosts: () => {},
    onStamps: async () => {},
    watched: true,
  });
  const open = new Set<string>();
  let readings = 0;
  const counted = async <Result>(reading: Promise<Result>): Promise<Result> => {
    const result = await reading;
    readings += 1;
    return result;
  };
  const stop = startWatcher({
    ...{ clock, subscribe, sleep: watchSleep(clock), log: { info: () => {}, error: () => {} } },
    reader: { ...reader, readAll: (options) => counted(reader.readAll(options)) },
    refresh: (some) => counted(reader.readAll({ hosts: some })),
    board: { tick: () => {} },
    failures: { update: () => {}, hostsOpen: () => open } as never,
  });
  onTestFinished(async () => {
    await stop();
    history.close();
  });
  const over = async (reading: number) => {
    await expect.poll(() => readings, { timeout: 60_000 }).toBe(reading);
    // The watcher hears of its end.
    await new Promise((resolve) => setTimeout(resolve, 0));
    return asked.splice(0).filter((machine) => machine !== 'backup1');
  };
  return {
    ...{ names, writeConfig, history, open },
    started: () => over(1),
    /** The hosts that are asked in the next round. */
    round() {
      const before = readings;
      clock.pass(QUARTER_MS);
      return over(before + 1);
    },
  };
}

test('a config that was changed on a quiet host is found when its turn has come, and one with something open is always asked', async () => {
  const { names, writeConfig, history, started, round, open } = watched();
  expect(new Set(await started())).toEqual(new Set(names));
  const changed = names[16] ?? '';
  writeConfig(changed, 'col4711');
  open.add('jail5');
  const rounds: string[][] = [];
  const found: boolean[] = [];
  // Six of the nineteen others a round.
  for (let number = 1; number <= 4; number++) {
    rounds.push([...new Set(await round())]);
    found.push(history.customers.get('col4711') !== undefined);
  }
  expect(rounds.map(({ length }) => length)).toEqual([7, 7, 7, 7]);
  expect(rounds.every((asked) => asked.includes('jail5'))).toBe(true);
  expect(rounds.map((asked) => asked.includes(changed))).toEqual([false, false, true, false]);
  expect(found).toEqual([false, false, true, true]);
  expect(new Set(rounds.flat()).size).toBe(HOSTS);
}, 120_000);
