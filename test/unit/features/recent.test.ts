import { expect, test } from 'vitest';
import { createRecent } from '../../../src-main/features/recent.ts';

test('an answer is asked for once, until others have taken its place', async () => {
  const asked: string[] = [];
  const recent = createRecent<string, string>(2);
  const get = (key: string) =>
    recent.get(key, async () => {
      asked.push(key);
      return key.toUpperCase();
    });
  expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual(['A', 'A', 'B']);
  await get('a');
  await get('c');
  await get('a');
  await get('b');
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});

test('a failure is not remembered', async () => {
  const recent = createRecent<string, string>(2);
  await expect(recent.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await recent.get('a', async () => 'there')).toBe('there');
});
