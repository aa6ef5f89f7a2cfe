import { describe, expect, it } from 'vitest';
import { completed, namesFor, typedPath, withoutSlash } from '../../../src-renderer/state/path-completion.ts';

describe('a path that is being typed', () => {
  it.each([
    ['/', { folder: '/', begun: '' }],
    ['/us', { folder: '/', begun: 'us' }],
    ['/usr/home/an', { folder: '/usr/home/', begun: 'an' }],
    ['usr', undefined],
    ['', undefined],
    ['/usr/../etc', undefined],
    ['//', undefined],
  ])('%j', (text, typed) => expect(typedPath(text)).toEqual(typed));

  it('goes without the slash at its end, but for the root', () =>
    expect(['/usr/', '/usr', '/'].map(withoutSlash)).toEqual(['/usr', '/usr', '/']));

  it('is gone on from in any case, and with hidden folders only where they are meant', () => {
    const names = ['.ssh', 'Mail', 'mail-old', 'www'];
    expect(namesFor('ma', names)).toEqual(['Mail', 'mail-old']);
    expect(namesFor('', names)).toEqual(['Mail', 'mail-old', 'www']);
    expect(namesFor('.', names)).toEqual(['.ssh']);
  });

  it.each([
    ['/us', ['usr'], '/usr/'],
    ['/', ['etc'], '/etc/'],
    ['/mnt/6', ['69.55.238.98-col00214-DIR', '69.55.238.99-col00301-DIR'], '/mnt/69.55.238.9'],
    ['/mnt/69.55.238.9', ['69.55.238.98-col00214-DIR', '69.55.238.99-col00301-DIR'], undefined],
    ['/m', ['Mail', 'mail-old'], undefined],
    ['/x', [], undefined],
  ])('Tab makes of %j among %j: %j', (text, names, path) => {
    const typed = typedPath(text);
    expect(typed && completed(typed, names)).toBe(path);
  });
});
