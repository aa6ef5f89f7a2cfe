import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerFinder } from '../../../src-main/domain/customers.ts';
import { readMachineList } from '../../../src-main/domain/machine-list.ts';
import { proposePatterns, showPattern } from '../../../src-main/domain/propose-patterns.ts';
import { sshNamesIn } from '../../../src-main/domain/ssh-aliases.ts';

describe('a list of machines', () => {
  test.each([
    ['jail15', { name: 'jail15', ssh: { host: 'jail15' } }],
    ['jail15.example.com', { name: 'jail15', ssh: { host: 'jail15.example.com' } }],
    ['10.0.0.15', { name: '10.0.0.15', ssh: { host: '10.0.0.15' } }],
    ['jail15\troot@10.0.0.15:2222', { name: 'jail15', ssh: { host: '10.0.0.15', user: 'root', port: 2222 } }],
    [
      'jail15,10.0.0.15,/b/backup.config',
      { name: 'jail15', ssh: { host: '10.0.0.15' }, configPath: '/b/backup.config' },
    ],
    ['jail15; root@[::1]:22 # the old one', { name: 'jail15', ssh: { host: '::1', user: 'root', port: 22 } }],
    [
      'root@jail15 /b/backup.config',
      { name: 'jail15', ssh: { host: 'jail15', user: 'root' }, configPath: '/b/backup.config' },
    ],
  ])('%s', (line, machine) => {
    expect(readMachineList(`name address\n\n# all\n${line}\r\n`)).toEqual({ machines: [machine], problems: [] });
  });

  test.each([
    ['a b c d', /more on it/],
    ['a -oProxyCommand=x', /no address/],
    ['a b:99999', /no address/],
    ['-a b', /no name/],
    ['../a b', /no name/],
    ['a b\na c', /named twice/],
  ])('%j says why not', (text, why) => {
    const { problems } = readMachineList(text);
    expect(problems).toEqual([{ line: text.split('\n').length, message: expect.stringMatching(why) }]);
  });

  test('is never too much, whatever it is', () => {
    const long = fc
      .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), fc.constantFrom(1, 1000, 80_000))
      .map(([piece, times]) => piece.repeat(times));
    fc.assert(
      fc.property(long, (text) => {
        const began = process.cpuUsage();
        const { machines, problems } = readMachineList(text);
        expect(machines.length).toBeLessThanOrEqual(5000);
        expect(problems.length).toBeLessThanOrEqual(101);
        expect(process.cpuUsage(began).user / 1e6).toBeLessThan(5);
      }),
      { numRuns: 50 },
    );
  });
});

test('the names of a ~/.ssh/config are those that are no patterns', () => {
  const text =
    'Host jail15 "jail 16" *.example.com !jail17\n  HostName 10.0.0.15\nhost=backup1\nInclude conf.d/* ~/more\n#Host x';
  expect(sshNamesIn(text)).toEqual({ aliases: ['jail15', 'jail 16', 'backup1'], includes: ['conf.d/*', '~/more'] });
});

describe('patterns proposed from paths', () => {
  const paths = [
    '/etc',
    '/usr/local/jail',
    '/mnt/data1/69.55.238.98-col00214-DIR/usr/home',
    '/mnt/data1/69.55.238.98-col00214-DIR/etc',
    '/mnt/data1/69.55.238.99-col00301-DIR/usr/home',
    '/vz/private/col00551/home',
    '/vz/private/col00560/home',
    '/vz/private/69.55.240.8-col00608-DIR/home',
  ];

  test('find each customer once, the pattern of most first', () => {
    const proposed = proposePatterns(paths);
    expect(proposed.map(({ pattern, customers }) => [pattern, customers])).toEqual([
      ['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR', 3],
      ['/vz/private/(?<customer>col\\d{5})(?=/|$)', 2],
    ]);
    const find = customerFinder(proposed.map(({ pattern }) => pattern));
    expect(paths.map((path) => find(path)?.id)).toEqual([
      undefined,
      undefined,
      'col00214',
      'col00214',
      'col00301',
      'col00551',
      'col00560',
      'col00608',
    ]);
  });

  test('are none where nothing looks like a customer', () => {
    expect(proposePatterns(['/etc', '/usr/home', '/var/log/2024', '/'])).toEqual([]);
  });

  test('can always be used, whatever the paths are, and soon', () => {
    const part = fc.oneof(
      fc.constantFrom('1.2.3.4-col00001-DIR', 'col12345', 'a(b', '[x', '\\d', '$', 'é', `${'a'.repeat(300)}123`),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const path = fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`);
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (some) => {
        for (const { pattern, why, customers } of proposePatterns(some))
          expect([pattern, why, customers > 0]).toEqual([pattern, undefined, true]);
      }),
    );
    const began = process.cpuUsage();
    proposePatterns(Array.from({ length: 100_000 }, (_, at) => `/d/${at}/${'x'.repeat(50)}${at}/col${at}`));
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(10);
  });

  test('a pattern that can’t be used says why', () => {
    expect(showPattern('(?<customer>(', paths)).toMatchObject({ why: expect.any(String), customers: 0, examples: [] });
  });
});
