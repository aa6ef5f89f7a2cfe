import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { both } from './both.ts';
import { cases } from './cases.ts';
import { comparable, onPage, type Row, writePage } from './table.ts';
import { makeWorld, type World } from './world.ts';

let world: World;
const rows: Row[] = [];

beforeAll(async () => {
  world = await makeWorld();
}, 300_000);
afterAll(() => world?.end(), 60_000);

describe('what ssh does, Nightkeep does', () => {
  it.for(cases.map((one) => [one.name, one] as const))('%s', async ([name, one]) => {
    const told = await both(world, one);
    rows.push({ name, ...told });
    const agree = (told.ssh === 'in') === (told.nightkeep === 'in');
    expect({ ...told, agree }).toMatchObject({ agree: one.differs === undefined });
  });

  it('is what docs/ssh.md says', () => {
    if (process.env.NIGHTKEEP_WRITE_TABLE === '1') writePage(rows);
    expect(cases.length).toBeGreaterThanOrEqual(60);
    const page = onPage().rows;
    expect(page.map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
    const measured = new Set(rows.map(({ name }) => name));
    expect(comparable(page.filter(({ name }) => measured.has(name)))).toEqual(comparable(rows));
  });
});
