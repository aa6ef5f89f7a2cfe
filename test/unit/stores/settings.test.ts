import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fleet as fleetSchema, type NightkeepError } from '../../../src-main/contract/index.ts';
import { openSettings } from '../../../src-main/stores/conf-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const host = { name: 'jail15', ssh: { host: '127.0.0.1' }, configPath: '/usr/local/jail/bin/backup.config' };

function setUp(text?: string) {
  const home = tempFolder();
  const file = join(home, 'config.json');
  if (text !== undefined) writeFileSync(file, text);
  return { settings: openSettings(home), file, home };
}

const errorOf = (work: () => unknown): NightkeepError => {
  try {
    work();
  } catch (error) {
    return error as NightkeepError;
  }
  throw new Error('nothing was thrown');
};

test('without a file the fleet is empty, and reading makes no file', () => {
  const { settings, file, home } = setUp();
  expect(settings.fleet()).toMatchObject({ timeZone: 'UTC', hosts: [], servers: [], nightsToKeep: 7 });
  expect(settings.home).toBe(home);
  expect(existsSync(file)).toBe(false);
});

test('what is saved is read, by this and by another, and only its owner may read the file', () => {
  const { settings, file, home } = setUp();
  settings.saveFleet({ hosts: [host] });
  expect(settings.fleet().hosts).toEqual([{ ...host, become: 'none' }]);
  expect(openSettings(home).fleet()).toEqual(settings.fleet());
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('keys that are not ours stay in the file', () => {
  const { settings, file } = setUp('{ "fleet": {}, "window": {"x": 1}, "someone else’s": [1] }');
  settings.saveFleet({ timeZone: 'Europe/Vienna' });
  settings.write('notifications', false);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    fleet: { timeZone: 'Europe/Vienna' },
    window: { x: 1 },
    'someone else’s': [1],
    notifications: false,
  });
  expect(settings.read('window')).toEqual({ x: 1 });
});

test('a change by hand is seen without a restart', () => {
  const { settings, file } = setUp('{ "fleet": { "timeZone": "UTC" } }');
  expect(settings.fleet().timeZone).toBe('UTC');
  expect(settings.fleet()).toBe(settings.fleet());
  writeFileSync(file, '{ "fleet": { "timeZone": "America/Los_Angeles" } }');
  expect(settings.fleet().timeZone).toBe('America/Los_Angeles');
});

describe('a file that is not JSON', () => {
  const broken = '{ "fleet": { "hosts": [,] } }';

  test.each(['read', 'save', 'write'])('is told of and left as it is: %s', (what) => {
    const { settings, file } = setUp(broken);
    const use = {
      read: () => settings.fleet(),
      save: () => settings.saveFleet({}),
      write: () => settings.write('window', 1),
    };
    const error = errorOf(use[what as keyof typeof use]);
    expect(error.code).toBe('bad-input');
    expect(error.message).toContain(file);
    expect(error.message).toContain('Unexpected token');
    expect(readFileSync(file, 'utf8')).toBe(broken);
  });

  test('that someone mends is read again', () => {
    const { settings, file } = setUp(broken);
    errorOf(() => settings.fleet());
    writeFileSync(file, '{ "fleet": { "timeZone": "Europe/Vienna" } }');
    expect(settings.fleet().timeZone).toBe('Europe/Vienna');
    expect(settings.saveFleet({}).timeZone).toBe('UTC');
  });

  test('that breaks while the app runs is not written over either', () => {
    const { settings, file } = setUp('{}');
    settings.saveFleet({});
    writeFileSync(file, broken);
    errorOf(() => settings.saveFleet({ timeZone: 'UTC' }));
    expect(readFileSync(file, 'utf8')).toBe(broken);
  });
});

describe('a fleet that is wrong', () => {
  test.each([
    [{ timeZone: 'Mars/Olympus' }, 'fleet.timeZone'],
    [{ hosts: [{ ...host, ssh: { host: 'a', port: 70_000 } }] }, 'fleet.hosts[0].ssh.port'],
    [{ hosts: [host, { ...host, name: 'a b' }] }, 'fleet.hosts[1].name'],
    [{ hosts: [host], servers: [{ name: 'jail15', ssh: { host: 'a' } }] }, 'fleet.hosts'],
    [{ customerPatterns: ['(?<customer>a)', '(?<customer>a)\\1'] }, 'fleet.customerPatterns[1]'],
    [{ customerPatterns: ['col'] }, 'fleet.customerPatterns[0]'],
    [{ repository: { server: 'backup2', path: '/data/scripts' } }, 'fleet.repository.server'],
    [[], 'fleet'],
  ])('%j names %s', (fleet, path) => {
    const text = JSON.stringify({ fleet });
    const { settings, file } = setUp(text);
    const read = errorOf(() => settings.fleet());
    expect(read.details?.issues).toEqual([expect.objectContaining({ path })]);
    expect(read.message).toContain(`${file} is not right: ${path}`);

    const saved = errorOf(() => settings.saveFleet(fleet));
    expect(saved.details?.issues).toEqual([expect.objectContaining({ path })]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

test('what this version does not know stays in the fleet, machine by machine', () => {
  const other = { ...host, name: 'jail16' };
  const { settings, file } = setUp(
    JSON.stringify({
      version: 9,
      fleet: {
        calendar: { weekStarts: 'mon' },
        repository: { server: 'backup1', path: '/data/scripts', branch: 'main' },
        servers: [{ name: 'backup1', ssh: { host: 'b', tags: ['x'] }, rack: 4 }],
        hosts: [
          { ...host, note: 'gone with its host' },
          { ...other, note: 'rack 5', ssh: { host: 'root@10.0.0.7:22', compression: true } },
        ],
      },
    }),
  );
  const fleet = settings.fleet();
  expect(JSON.stringify(fleet)).not.toContain('rack');
  settings.saveFleet({ ...fleet, timeZone: 'Europe/Vienna', hosts: fleet.hosts.slice(1) });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    version: 9,
    fleet: {
      timeZone: 'Europe/Vienna',
      calendar: { weekStarts: 'mon' },
      repository: { branch: 'main' },
      servers: [{ name: 'backup1', ssh: { host: 'b', tags: ['x'] }, rack: 4 }],
      hosts: [{ name: 'jail16', note: 'rack 5', ssh: { host: '10.0.0.7', user: 'root', port: 22, compression: true } }],
    },
  });
  expect(readFileSync(file, 'utf8')).not.toContain('gone with its host');
});

test.each([
  ['[]', 'a list'],
  ['null', 'null'],
  ['"x"', 'a string'],
  ['7', 'a number'],
])('a file that holds %s is an error, and is left as it is', (text, what) => {
  const { settings, file } = setUp(text);
  for (const work of [() => settings.fleet(), () => settings.saveFleet({}), () => settings.write('window', 1)]) {
    const error = errorOf(work);
    expect(error.code).toBe('bad-input');
    expect(error.message).toContain(`${file} holds ${what}`);
  }
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a file that can not be written is named, with what to do', () => {
  const home = join(tempFolder(), 'file');
  writeFileSync(home, '');
  const error = errorOf(() => openSettings(home).saveFleet({}));
  expect(error.code).toBe('permission-denied');
  expect(error.message).toContain(join(home, 'config.json'));
});

describe('read in portions', () => {
  const many = Array.from({ length: 120 }, (_, index) => ({
    ...host,
    name: `jail${index}`,
    ssh: { host: 'root@a:22' },
  }));
  const whole = (fleet: unknown) => setUp(JSON.stringify({ fleet }));

  test('a fleet is the same, in the same order of keys, and is not checked as a whole again', async () => {
    const value = { timeZone: 'Europe/Vienna', hosts: many, servers: [{ name: 'backup1', ssh: { host: 'b' } }] };
    const checked = vi.spyOn(fleetSchema, 'safeParse');
    onTestFinished(() => checked.mockRestore());
    const expected = whole(value).settings.fleet();
    expect(checked).toHaveBeenCalledOnce();
    const { settings } = whole(value);
    await settings.prepare();
    checked.mockClear();
    expect(JSON.stringify(settings.fleet())).toBe(JSON.stringify(expected));
    expect(settings.fleet().hosts).toHaveLength(120);
    expect(checked).not.toHaveBeenCalled();
  });

  test.each([
    ['a host that is wrong', { hosts: [...many, { ...host, name: 'a b' }] }],
    ['a key that is wrong', { hosts: many, nightsToKeep: 0 }],
    ['two of one name, far from each other', { hosts: [...many, many[0]] }],
    ['a host named as a server is', { hosts: many, servers: [{ name: 'jail7', ssh: { host: 'b' } }] }],
    ['a pattern that cannot be used', { hosts: many, customerPatterns: ['(?<customer>a)\\1'] }],
    ['a repository on no server', { hosts: many, repository: { server: 'none', path: '/r' } }],
    ['no list', { hosts: 'jail15' }],
  ])('%s is told as ever', async (_, value) => {
    const { settings } = whole(value);
    await settings.prepare();
    const { message, details } = errorOf(() => settings.fleet());
    expect(details?.issues).toHaveLength(1);
    expect(message.split(' is not right: ')[1]).toBe(
      errorOf(() => whole(value).settings.fleet()).message.split(' is not right: ')[1],
    );
  });

  test('what was written meanwhile counts', async () => {
    const { settings } = whole({ hosts: many });
    const prepared = settings.prepare();
    settings.saveFleet({ hosts: [host] });
    await prepared;
    expect(settings.fleet().hosts.map(({ name }) => name)).toEqual(['jail15']);
  });

  test('a file that is broken, or is none, is told of by who asks', async () => {
    const { settings } = setUp('{');
    await settings.prepare();
    expect(errorOf(() => settings.fleet()).code).toBe('bad-input');
    const none = setUp().settings;
    await none.prepare();
    expect(none.fleet().hosts).toEqual([]);
  });
});
