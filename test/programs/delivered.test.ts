import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tarballName } from '../../src-main/domain/labels.ts';
import { compose } from '../../src-main/programs/program.ts';
import delivered from '../../src-main/programs/shared/delivered.sh?raw';
import { shells } from '../support/shells.ts';
import { tempFolder } from '../support/temp-folder.ts';

const names = (id: string) => [
  `${tarballName(id, ['2013-02-22'])}.tar.gz`,
  `${tarballName(id, ['2013-02-22', '2013-02-24'])}.tar.gz`,
  `${tarballName(id, ['2012-12-31', '2013-01-02'])}.tar.zst`,
  `${tarballName(id, ['2013-02-22'])}-2.tar.gz`,
];
const others = ['col00214-backup.tar.gz', 'col00214-2013-02-22.sql', 'col00215-2013-02-22.tar.gz', '2013-02-22.tar.gz'];

test.each(shells)(
  'what was delivered into a customer’s root is left out of a copy, and nothing else: under $name',
  ({ argv }) => {
    const folder = tempFolder();
    const [shell, ...words] = argv;
    const copy = (root: string, id: string) => {
      const rules = execFileSync(shell, [
        ...words,
        '-c',
        `${compose(delivered)}\nnk_delivered_rules "$@"`,
        'sh',
        root,
        id,
      ]);
      writeFileSync(join(folder, 'rules'), rules);
      const [from, to] = [join(folder, 'from'), join(folder, 'to')];
      mkdirSync(join(from, root, 'sub'), { recursive: true });
      const all = [...names(id), ...others];
      for (const name of all) {
        writeFileSync(join(from, root, name), 'x');
        writeFileSync(join(from, root, 'sub', name), 'x');
      }
      execFileSync('rsync', [
        '-a',
        '--delete',
        '--delete-excluded',
        '--from0',
        `--exclude-from=${join(folder, 'rules')}`,
        `${from}/`,
        `${to}/`,
      ]);
      expect(readdirSync(join(to, root, 'sub')).sort()).toEqual([...new Set(all)].sort());
      return readdirSync(join(to, root))
        .filter((name) => name !== 'sub')
        .sort();
    };
    expect(copy('', 'col00214')).toEqual(others.toSorted());
    expect(copy('/mnt/data[1]/a*b?c\\d/10.0.0.1-col00214-DIR', 'col00214')).toEqual(others.toSorted());
    expect(copy('/ödd', '.käufer/ünd & söhne')).toEqual(others.toSorted());
    expect(copy('/long', 'x'.repeat(100))).toEqual(others.toSorted());
  },
);
