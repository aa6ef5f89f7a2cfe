import { expect, test } from 'vitest';
import { NightkeepError } from '../../../../src-main/contract/index.ts';
import { createReach } from '../../../../src-main/features/fleet/reach.ts';

test('a connection that ends since the app closes makes no machine one that is out of reach', () => {
  const kept = new Map<string, unknown>();
  let isClosing = false;
  const reach = createReach({
    connection: (machine) => ({ machine, state: 'idle' }),
    facts: {
      get: (name) => kept.get(name),
      set: (name, value) => void kept.set(name, value),
      remove: (name) => void kept.delete(name),
      startingWith: () => [],
    },
    now: () => new Date('2026-03-01T12:00:00Z'),
    roleOf: () => 'host',
    toldAt: () => undefined,
    publish: () => undefined,
    isClosing: () => isClosing,
    onTrouble: () => undefined,
  });
  const error = new NightkeepError('unreachable', 'jail15 can’t be reached: The operation was aborted.');

  expect(reach.failed('jail15', error)).toBe(true);
  expect(reach.unreached('jail15')).toMatchObject({ code: 'unreachable' });
  isClosing = true;
  expect(reach.failed('jail11', error)).toBe(true);
  expect(reach.unreached('jail11')).toBeUndefined();
  // Nor does it end what was so before.
  expect(reach.failed('jail15', error)).toBe(true);
  expect(reach.unreached('jail15')).toMatchObject({ code: 'unreachable' });
});
