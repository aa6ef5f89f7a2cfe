import { expect, test } from 'vitest';
import { watchStamps } from '../../../../src-main/features/fleet/watch-stamps.ts';

test('a hold or an action of a colleague is told of once, on its server', () => {
  const told: unknown[] = [];
  const watch = watchStamps((event, payload) => told.push([event, payload]));
  const stamps = (holds: string | undefined, actions?: string, nights = 'n') =>
    new Map([
      ['/data/a', { nights, holds, actions, locked: false }],
      ['/data/b', { nights, holds: undefined, actions: undefined, locked: false }],
    ]);
  // What is seen for the first time is no change.
  watch('backup1', stamps(undefined));
  watch('backup2', stamps('x'));
  watch('backup1', stamps(undefined, undefined, 'other nights'));
  expect(told).toEqual([]);
  watch('backup1', stamps('1'));
  watch('backup1', stamps('1'));
  expect(told).toEqual([['holds.changed', { server: 'backup1' }]]);
  watch('backup1', stamps('1', '1'));
  watch('backup1', new Map([['/data/b', { nights: 'n', holds: undefined, actions: undefined, locked: false }]]));
  expect(told).toHaveLength(2);
  watch('backup1', stamps(undefined, '1'));
  expect(told).toHaveLength(3);
});
