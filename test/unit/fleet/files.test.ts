import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HostFiles } from '../../support/fleet/host-files.ts';
import { layoutIn } from '../../support/fleet/layout.ts';
import { hosts } from '../../support/fleet/plan.ts';

const FILES = 80;
const dates = Array.from({ length: 7 }, (_, night) => new Date(Date.UTC(2026, 1, 1 + night)));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-fleet-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Names, modes, dates and contents of all below, as one line each. Names are bytes, shown as hex where they are odd. */
function manifest(root: string): string[] {
  const lines: string[] = [];
  const walk = (path: Buffer, name: string) => {
    const stat = lstatSync(path);
    if (stat.isDirectory()) {
      lines.push(`${name}/ ${stat.mode}`);
      for (const child of readdirSync(path, { encoding: 'buffer' }).sort(Buffer.compare)) {
        walk(Buffer.concat([path, Buffer.from('/'), child]), `${name}/${child.toString('latin1')}`);
      }
    } else {
      const content = stat.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12) : '';
      lines.push(`${name} ${stat.mode} ${stat.isFile() ? stat.mtimeMs : ''} ${content}`);
    }
  };
  walk(Buffer.from(root), '');
  return lines;
}

function live(place: string, hostName: string, nights: number): string {
  const host = hosts.find(({ name }) => name === hostName);
  if (!host) throw new Error(`no ${hostName}`);
  const layout = layoutIn(join(folder, place));
  const files = new HostFiles(layout, host, FILES);
  files.outline(dates[0] as Date);
  files.fill();
  for (let night = 1; night < nights; night++) files.live(night, dates[night] as Date);
  return layout.root(hostName);
}

describe("the demo fleet's files", () => {
  test('are the same every time, but for where they lie', () => {
    const own = (line: string) => !line.includes('backup.config');
    expect(manifest(live('a', 'jail15', 7)).filter(own)).toEqual(manifest(live('b', 'jail15', 7)).filter(own));
  });

  test('come, go, grow and change mode from night to night', () => {
    const before = new Map(manifest(live('a', 'virt10', 2)).map((line) => [line.split(' ')[0], line]));
    const after = new Map(manifest(live('b', 'virt10', 7)).map((line) => [line.split(' ')[0], line]));
    const names = [...before.keys()].filter((name) => after.has(name));
    const part = (line: string | undefined, place: number) => line?.split(' ')[place];
    expect([...after.keys()].filter((name) => !before.has(name)).length, 'come').toBeGreaterThan(0);
    expect([...before.keys()].filter((name) => !after.has(name)).length, 'gone').toBeGreaterThan(0);
    expect(
      names.filter((name) => part(before.get(name), 3) !== part(after.get(name), 3)).length,
      'changed',
    ).toBeGreaterThan(0);
    const chmodded = names.filter(
      (name) =>
        part(before.get(name), 1) !== part(after.get(name), 1) &&
        part(before.get(name), 3) === part(after.get(name), 3),
    );
    expect(chmodded.length, 'mode alone').toBeGreaterThan(0);
  });

  test('have each trouble', () => {
    const jail15 = live('a', 'jail15', 6);
    expect(existsSync(join(jail15, 'mnt/data1/69.55.238.98-col00214-DIR/www'))).toBe(false);
    const jail12 = live('a', 'jail12', 1);
    expect(lstatSync(join(jail12, 'mnt/data1/69.55.227.35-col00188-DIR/home')).isSymbolicLink()).toBe(true);
    const home = 'vz/private/col00551/home';
    const many = manifest(join(live('a', 'virt9', 6), home)).length;
    expect(manifest(join(live('b', 'virt9', 7), home)).length).toBeLessThan(many / 2);
  });
});
