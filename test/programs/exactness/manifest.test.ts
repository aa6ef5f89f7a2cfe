import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { bytes } from '../../support/nights/bytes.ts';
import { differences, wrongRecords } from '../../support/nights/compare.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { takeManifest, takeManifests } from '../../support/nights/manifest.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { mutations } from '../../support/nights/mutations.ts';
import { onPaths } from '../../support/nights/on-paths.ts';
import { Source } from '../../support/nights/source.ts';

const isRoot = process.getuid?.() === 0;

function planted(seed: string, changes?: number) {
  const folder = testFolder();
  const source = new Source(`${folder}/source`, seeded(seed));
  plant(source, changes);
  return { folder, source };
}

const copy = (from: string, to: string) => execFileSync('rsync', ['-aHAX', '--modify-window=-1', `${from}/`, `${to}/`]);

test('a copy with all that rsync can keep is equal', () => {
  const { folder, source } = planted('copy');
  copy(source.root, `${folder}/copy`);
  expect(differences(takeManifest(source.root), takeManifest(`${folder}/copy`))).toEqual([]);
});

test('a tree that is not there is known as such', () => {
  const { folder, source } = planted('nowhere');
  expect(takeManifest(`${folder}/nowhere`)).toBeUndefined();
  expect(differences(takeManifest(source.root), undefined)).toEqual(['"." is not there']);
});

describe('each single change is seen', () => {
  const changes: [name: string, change: (root: string) => void, needsRoot?: boolean][] = [
    ['a byte', (root) => rewrite(`${root}/back\\slash`)],
    ['a mode', (root) => fs.chmodSync(`${root}/back\\slash`, 0o4711)],
    ['a time, by less than a microsecond', (root) => nudge(`${root}/back\\slash`)],
    ['an owner', (root) => fs.chownSync(`${root}/*`, 77, 0), true],
    ['a group', (root) => fs.chownSync(`${root}/*`, 0, 77), true],
    ['an attribute', (root) => onPaths(['setfattr', '-n', 'user.new', '-v', '1', '--'], [`${root}/-rf`])],
    ['an ACL', (root) => onPaths(['setfacl', '-m', 'u:4321:r', '--'], [`${root}/-rf`])],
    ['a link more', (root) => relink(`${root}/-rf`, `${root}/--delete`)],
    [
      'a link less',
      (root) =>
        onPaths(['-I{}', 'cp', '-a', '--remove-destination', '{}', `${root}/before 1970`], [`${root}/before 1970 too`]),
    ],
    ['a name of other bytes', (root) => fs.renameSync(bytes(`${root}/\x80`), bytes(`${root}/\x81`))],
    ['a file gone', (root) => fs.rmSync(`${root}/*`)],
    ['a file more', (root) => fs.writeFileSync(`${root}/one more`, '')],
    ["the root's own mode", (root) => fs.chmodSync(root, 0o711)],
  ];
  test.each(changes)('%s', (_, change, needsRoot) => {
    if (needsRoot && !isRoot) return;
    const { folder, source } = planted('changes', 10);
    const other = `${folder}/copy`;
    copy(source.root, other);
    change(other);
    expect(wrongRecords(takeManifest(source.root), takeManifest(other))).toBeGreaterThan(0);
  });

  /** Other content of the same size under the same time. */
  function rewrite(path: string) {
    const { size, atimeMs, mtimeMs } = fs.statSync(path);
    fs.writeFileSync(path, 'x'.repeat(size));
    fs.utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  }
  function nudge(path: string) {
    const { mtimeNs } = fs.statSync(path, { bigint: true });
    const digits = String(mtimeNs + 1n);
    onPaths(['touch', '-d', `@${digits.slice(0, -9)}.${digits.slice(-9)}`, '--'], [path]);
  }
  function relink(path: string, to: string) {
    fs.rmSync(to);
    fs.linkSync(path, to);
  }
});

test('every mutation happens, the same ones for the same seed', () => {
  const [one, two] = [planted('same'), planted('same')];
  const log = mutate(one.source, 600);
  expect(mutate(two.source, 600)).toEqual(log);
  const [first, second] = takeManifests([one.source.root, two.source.root]);
  expect([...(first?.keys() ?? [])]).toEqual([...(second?.keys() ?? [])]);
  const done = new Set(log.map((line) => line.slice(0, line.indexOf(':'))));
  const possible = Object.keys(mutations).filter((name) => isRoot || !['chown', 'new device'].includes(name));
  expect([...done].sort()).toEqual(possible.sort());
});
