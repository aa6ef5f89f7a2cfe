import { expect, test } from 'vitest';
import { isOurs, START_PAGE } from '../../../../src-main/shells/electron/origin.ts';

test.each([START_PAGE, 'app://nightkeep', 'app://nightkeep/#/customers/col00214'])('%s is ours', (address) => {
  expect(isOurs(address)).toBe(true);
});

test.each([
  'app://nightkeep.evil.example/index.html',
  'app://nightkeep@evil.example/',
  'app://user:word@nightkeep/',
  'app://evil/nightkeep',
  'app://nightkeep:1/',
  'app2://nightkeep/',
  'https://nightkeep/',
  'file:///nightkeep',
  'about:blank',
  'null',
  '',
])('%j is not', (address) => {
  expect(isOurs(address)).toBe(false);
});
