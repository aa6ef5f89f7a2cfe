import { describe, expect, test } from 'vitest';
import { declareScheme, serveScheme } from '../../../../src-main/shells/electron/protocol.ts';
import { electronDouble } from '../../../support/electron-double.ts';
import { pageFolder } from '../../../support/page-folder.ts';

test('the scheme is standard and secure, and has no privilege beyond', () => {
  const { module, schemes } = electronDouble();
  declareScheme(module.protocol);
  expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
});

describe('app://', () => {
  const serve = (url: string, method = 'GET') => {
    const { module, protocols } = electronDouble();
    serveScheme(module.protocol, pageFolder());
    const handler = protocols.get('app');
    if (!handler) throw new Error('no handler');
    return handler(new Request(url, { method }));
  };

  test('serves the page, with the policy as a header', async () => {
    const response = await serve('app://nightkeep/index.html');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('Nightkeep');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test.each([
    ['app://nightkeep/assets/link.js', 404],
    ['app://nightkeep/linked/a.js', 404],
    ['app://nightkeep/%2e%2e%2fsecret.js', 404],
    ['app://nightkeep/..%5c..%5csecret.js', 404],
    ['app://nightkeep/nothing.js', 404],
    ['app://evil/index.html', 403],
    ['app://nightkeep.evil/index.html', 403],
  ])('%s is refused with %i, and the policy', async (url, status) => {
    const response = await serve(url);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('answers reading only', async () => {
    expect((await serve('app://nightkeep/index.html', 'POST')).status).toBe(403);
  });
});
