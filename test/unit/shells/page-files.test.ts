import { describe, expect, test } from 'vitest';
import { pageFile } from '../../../src-main/shells/shared/page-files.ts';
import { pageFolder } from '../../support/page-folder.ts';

describe('what the renderer is built of', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/assets/index.js', 'text/javascript; charset=utf-8'],
    ['/assets/style.css', 'text/css; charset=utf-8'],
    ['/assets/inside.js', 'text/javascript; charset=utf-8'],
    ['/assets/%69ndex.js', 'text/javascript; charset=utf-8'],
  ])('%s is served', async (path, contentType) => {
    expect(await pageFile(pageFolder(), path)).toMatchObject({ contentType });
  });

  test.each([
    ['/assets/link.js', 'a symlink out of the folder'],
    ['/linked/a.js', 'a symlinked folder'],
    ['/../secret.js', 'a parent'],
    ['/%2e%2e/secret.js', 'a parent, encoded'],
    ['/..%2fsecret.js', 'a parent with its slash encoded'],
    ['/assets/..\\..\\..\\secret.js', 'a parent with backslashes'],
    ['/../renderer-secret/a.js', 'a neighbour whose name begins the same'],
    ['/assets/index.js%00.html', 'a NUL byte'],
    ['/assets/%zz.js', 'a broken encoding'],
    ['/assets', 'a folder'],
    ['/assets/noext', 'a file of no known kind'],
    ['/nothing.js', 'nothing'],
    ['/index.html/a.js', 'a file as a folder'],
    [`/${'a'.repeat(5000)}.js`, 'a name too long'],
    ['assets/index.js', 'a relative path'],
  ])('%s is not: %s', async (path) => {
    expect(await pageFile(pageFolder(), path)).toBeUndefined();
  });
});
