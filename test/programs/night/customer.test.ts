import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerRules } from '../../../src-main/domain/customer-rules.ts';
import { customerFinder } from '../../../src-main/domain/customers.ts';
import customer from '../../../src-main/programs/night/customer.sh?raw';
import { compose } from '../../../src-main/programs/program.ts';
import customers from '../../../src-main/programs/shared/customers.sh?raw';
import { shells } from '../../support/shells.ts';

const patterns = [
  '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR',
  '^/vz/private/(?<customer>(?:col|web)\\d{2,4})(?:/|$)',
  '/jails/(?<customer>[^/]+)/data',
];
const root = '/mnt/data1/69.55.238.98-col00214-DIR';
const source = compose(
  customers,
  customer,
  `nk_input() {
    case $1 in
      rule) nk_customer_rules=$nk_customer_rules$2$nk_newline ;;
      path) nk_customer_of "$2"; printf '%s|%s\\000' "$nk_customer" "$nk_customer_root" ;;
    esac
  }
  nk_read_input`,
);

describe.each(shells)('the customer of a path under $name', ({ argv: [program, ...words] }) => {
  /** Each path's customer and root, as the host finds them and as the app does. */
  function found(paths: readonly string[]) {
    const rules = customerRules(patterns);
    expect(rules).toHaveLength(patterns.length);
    const lines = rules.map(({ before, id, after }) => `rule ${`${before}\\t${id}\\t${after}`}\n`);
    const input = `${lines.join('')}${paths.map((path) => `path ${path.replaceAll('\n', '\\n')}\n`).join('')}.\n`;
    const { stdout, stderr } = spawnSync(program, [...words, '-c', source], { input });
    expect(stderr.toString()).toBe('');
    const find = customerFinder(patterns);
    const app = paths.map((path) => {
      const match = find(path);
      // An id that is no plain word names nobody in a mail.
      return match ? `${/^[A-Za-z0-9._-]+$/.test(match.id) ? match.id : ''}|${match.root}` : '|';
    });
    return { host: stdout.toString().split('\0').slice(0, -1), app };
  }

  test('is the one the app finds', () => {
    const paths = [
      root,
      `${root}/usr/home`,
      `${root}-old/etc`,
      `/x${root}/b\nc`,
      '/vz/private/col12/home',
      '/vz/private/web1234',
      '/vz/private/web12345/home',
      '/srv/vz/private/col12/home',
      '/jails/anna/data/www',
      '/jails/a b/data/www',
      '/etc',
      '/mnt/data1/69.55.238.98-col0021-DIR/etc',
      `/${'a/'.repeat(250)}69.55.238.98-col00214-DIR/etc`,
      `${root}/${'x'.repeat(2000)}`,
    ];
    const { host, app } = found(paths);
    expect(host).toEqual(app);
    expect(host.slice(0, 4)).toEqual([
      `col00214|${root}`,
      `col00214|${root}`,
      `col00214|${root}-old`,
      `col00214|/x${root}`,
    ]);
    const part = fc.constantFrom(
      '/',
      '1',
      '23',
      '.',
      '-',
      'col',
      '00214',
      'DIR',
      'vz',
      'private',
      'jails',
      'data',
      'a',
    );
    const some = fc
      .sample(fc.array(part, { maxLength: 24 }), { numRuns: 60, seed: 1 })
      .map((each) => `/${each.join('')}`);
    const random = found(some);
    expect(random.host).toEqual(random.app);
  });
});
