import { expect, onTestFinished, test } from 'vitest';
import { fleet as fleetSchema } from '../../../../src-main/contract/index.ts';
import { createRoom } from '../../../../src-main/features/fleet/room.ts';
import { openHistory } from '../../../../src-main/stores/history/history.ts';

const GB = 1e9;

test('one reading a day is kept, over restarts, and that it is full soon lasts until it is not by far', () => {
  const history = openHistory(':memory:', () => new Date());
  onTestFinished(() => history.close());
  let now = new Date('2013-01-01T23:00:00Z');
  let writes = 0;
  const facts = {
    get: (name: string) => history.facts.get(name),
    remove: (name: string) => history.facts.remove(name),
    startingWith: (prefix: string) => history.facts.startingWith(prefix),
    set: (name: string, value: unknown) => {
      writes += 1;
      history.facts.set(name, value);
    },
  };
  const start = () =>
    createRoom({ facts, fleet: () => fleetSchema.parse({ servers: [], hosts: [], timeZone: 'UTC' }), now: () => now });
  let room = start();
  let free = 260 * GB;
  const pass = (days: number, bytesADay: number) => {
    for (let day = 0; day < days; day++) {
      now = new Date(now.getTime() + 86_400_000);
      free -= bytesADay;
      for (let minute = 0; minute < 3; minute++) room.note('backup1', { freeBytes: free, totalBytes: 2000 * GB });
    }
    return room.of('backup1');
  };
  expect(pass(4, 10 * GB).filling).toBeUndefined();
  room = start();
  expect(pass(6, 10 * GB)).toMatchObject({ filling: { inDays: 16, bytesADay: 10 * GB }, soonSince: undefined });
  const { soonSince } = pass(3, 10 * GB);
  expect(soonSince).toBe('2013-01-13T23:00:00.000Z');
  expect(writes).toBe(13);
  // Somebody made a little room: still soon. Then much.
  free += 60 * GB;
  expect(pass(1, 0)).toMatchObject({ soonSince });
  free += 1000 * GB;
  expect(pass(1, 0).soonSince).toBeUndefined();
  expect(room.of('backup2')).toEqual({ readings: [] });
});
