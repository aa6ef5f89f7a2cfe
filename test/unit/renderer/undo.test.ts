import { expect, test } from 'vitest';
import { nothingToUndo, remembering, stepBack, stepForward, type Undo } from '../../../src-renderer/state/undo.ts';

test('what was changed is taken back step by step, and made again', () => {
  let undo: Undo<string> = nothingToUndo;
  for (const before of ['a', 'ab']) undo = remembering(undo, before);
  const back = stepBack(undo, 'abc');
  expect(back?.value).toBe('ab');
  const further = stepBack(back?.undo ?? nothingToUndo, 'ab');
  expect(further?.value).toBe('a');
  expect(stepBack(further?.undo ?? nothingToUndo, 'a')).toBeUndefined();
  const again = stepForward(further?.undo ?? nothingToUndo, 'a');
  expect(again?.value).toBe('ab');
  expect(stepForward(again?.undo ?? nothingToUndo, 'ab')?.value).toBe('abc');
  // A new change is another way on.
  expect(stepForward(remembering(again?.undo ?? nothingToUndo, 'ab'), 'x')).toBeUndefined();
});
