import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LONGEST_MESSAGE } from '../../../src-main/contract/index.ts';
import { startWebServer } from '../../../src-main/shells/web/server.ts';
import { startCore } from '../../support/core.ts';
import { pageFolder } from '../../support/page-folder.ts';
import { closing, get, letIn, next, open, opened } from '../../support/web-client.ts';

async function setUp() {
  const { core, log } = startCore();
  const server = await startWebServer({ core, log, folder: pageFolder() });
  onTestFinished(() => server.close());
  return { core, log, server, port: server.port, ...(await letIn(server)) };
}

describe('the way in', () => {
  test('the address has a token, which becomes a cookie no script can read and no other site sends', async () => {
    const { server, port } = await setUp();
    const path = new URL(server.url).pathname;
    expect(path).toMatch(/^\/open\/[\w-]{43}$/);
    const { status, headers } = await get(port, path);
    expect(status).toBe(303);
    expect(headers.location).toMatch(/^\/[\w-]{43}\/$/);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^nightkeep-\d+=[\w-]{43}; Path=\/[\w-]{43}\/; HttpOnly; SameSite=Strict$/),
    ]);
  });

  test('each run has a token of its own', async () => {
    const [one, two] = [await setUp(), await setUp()];
    expect(one.cookie.split('=')[1]).not.toBe(two.cookie.split('=')[1]);
    expect((await get(one.port, new URL(two.server.url).pathname)).status).toBe(401);
  });

  test.each(['/open/', '/open/x', `/open/${'A'.repeat(43)}`])('%s is refused', async (path) => {
    const { port } = await setUp();
    const { status, headers } = await get(port, path);
    expect(status).toBe(401);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('the token is in no log', async () => {
    const { log, port, cookie, path } = await setUp();
    await get(port, path, { cookie });
    await get(port, `${path}nothing`, { cookie });
    expect(JSON.stringify(log.lines)).not.toContain(cookie.split('=')[1]);
  });
});

describe('a page', () => {
  test('is served to whoever has the cookie', async () => {
    const { port, cookie, path } = await setUp();
    expect(await get(port, path, { cookie })).toMatchObject({
      status: 200,
      body: expect.stringContaining('Nightkeep'),
    });
    expect((await get(port, `${path}assets/index.js?x=1`, { cookie })).headers['content-type']).toContain(
      'text/javascript',
    );
    expect(await get(port, path, { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await get(port, path, { cookie: `other=1; ${cookie}` })).status).toBe(200);
  });

  test.each([undefined, 'nightkeep=x', 'nightkeep-PORT=', 'nightkeep-PORT=x', 'x'])(
    'but not with %s',
    async (template) => {
      const { port, path } = await setUp();
      const cookie = template?.replace('PORT', String(port));
      expect((await get(port, path, cookie ? { cookie } : {})).status).toBe(401);
    },
  );

  test('a name that is made to lead here is refused: the Host is the browser’s, not ours', async () => {
    const { port, cookie, server, path } = await setUp();
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.evil:${port}`,
    ]) {
      expect((await get(port, path, { cookie, host })).status, host).toBe(403);
      expect((await get(port, new URL(server.url).pathname, { host })).status, host).toBe(403);
    }
    expect((await get(port, path, { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  test('another page may not ask, not even one of another port', async () => {
    const { port, cookie, origin, path } = await setUp();
    for (const foreign of [
      'null',
      'https://evil.example',
      `http://127.0.0.1:${port + 1}`,
      `https://127.0.0.1:${port}`,
    ]) {
      expect((await get(port, path, { cookie, origin: foreign })).status, foreign).toBe(403);
    }
    expect((await get(port, path, { cookie, origin })).status).toBe(200);
  });

  test('nothing but reading', async () => {
    const { port, cookie, path } = await setUp();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get(port, path, { cookie }, method)).status, method).toBe(405);
    }
  });

  test('nothing outside of the folder', async () => {
    const { port, cookie, path } = await setUp();
    for (const file of ['../secret.js', '%2e%2e/secret.js', 'assets/link.js', 'nothing.js'])
      expect((await get(port, path + file, { cookie })).status, file).toBe(404);
    // Nor beside it, to whoever has the cookie.
    for (const file of ['/', '/index.html', '/assets/index.js', path.slice(0, -1), `/${path}`]) {
      expect((await get(port, file, { cookie })).status, file).toBe(404);
    }
  });

  test('every answer has the headers, refusals too', async () => {
    const { port, cookie, server, path } = await setUp();
    const answers = [
      await get(port, path, { cookie }),
      await get(port, path),
      await get(port, `${path}nothing`, { cookie }),
      await get(port, new URL(server.url).pathname),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
          "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });

  test('only this machine is listened to', async () => {
    const { port } = await setUp();
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal);
    if (!outside) return;
    const reached = await new Promise((resolve) => {
      const socket = connect(port, outside.address, () => resolve(true)).on('error', () => resolve(false));
      onTestFinished(() => void socket.destroy());
    });
    expect(reached).toBe(false);
  });
});

describe('the socket', () => {
  test('answers calls with a result or an error', async () => {
    const { port, cookie, origin, path } = await setUp();
    const socket = await opened(port, { cookie, origin }, `${path}socket`);
    const call = async (message: unknown) => {
      socket.send(JSON.stringify(message));
      return await next(socket);
    };
    expect(await call({ id: 1, command: 'app.info', input: {} })).toMatchObject({
      id: 1,
      result: { shell: 'web', user: 'anna@desk7' },
    });
    expect(await call({ id: 2, command: 'app.info' })).toMatchObject({ id: 2, result: {} });
    expect(await call({ id: 3, command: 'no.such', input: {} })).toMatchObject({
      id: 3,
      error: { code: 'unknown-command' },
    });
    expect(await call({ id: 4, command: '__proto__', input: {} })).toMatchObject({
      id: 4,
      error: { code: 'unknown-command' },
    });
    expect(await call({ id: 5, command: 'jobs.get', input: { id: '../x' } })).toMatchObject({
      id: 5,
      error: { code: 'bad-input', details: { issues: [{ path: 'id' }] } },
    });
  });

  test('every page gets every event', async () => {
    const { core, port, cookie, origin, path } = await setUp();
    const pages = await Promise.all([1, 2].map(() => opened(port, { cookie, origin }, `${path}socket`)));
    const events = pages.map(next);
    await core.call('fleet.save', { fleet: { timeZone: 'Europe/Vienna' } });
    expect(await Promise.all(events)).toEqual([
      { event: 'fleet.changed', payload: { machines: [] } },
      { event: 'fleet.changed', payload: { machines: [] } },
    ]);
  });

  test('is refused without the cookie, with a foreign or no Origin, with a foreign Host, elsewhere', async () => {
    const { port, cookie, origin, path } = await setUp();
    expect(await open(port, { origin }, `${path}socket`)).toBe(401);
    expect(await open(port, { origin, cookie: `${cookie}x` }, `${path}socket`)).toBe(401);
    expect(await open(port, { cookie }, `${path}socket`)).toBe(403);
    expect(await open(port, { cookie, origin: 'http://evil.example' }, `${path}socket`)).toBe(403);
    expect(await open(port, { cookie, origin: `http://localhost:${port}` }, `${path}socket`)).toBe(403);
    expect(await open(port, { cookie, origin: `http://127.0.0.1:${port + 1}` }, `${path}socket`)).toBe(403);
    expect(await open(port, { cookie, origin: 'http://evil.example', host: 'evil.example' }, `${path}socket`)).toBe(
      403,
    );
    expect(await open(port, { cookie, origin }, `${path}other`)).toBe(404);
    expect(await open(port, { origin }, '/open/x')).toBe(404);
  });

  test('ends at what is no call', async () => {
    const { port, cookie, origin, path } = await setUp();
    for (const message of ['no JSON', '[]', '{"id":"1","command":"app.info"}', '{"id":1}', Buffer.from('{}')]) {
      const socket = await opened(port, { cookie, origin }, `${path}socket`);
      socket.send(message);
      expect(await closing(socket), String(message)).toBe(1003);
    }
  });

  test('ends at a message that is too long, and the others go on', async () => {
    const { port, cookie, origin, path } = await setUp();
    const [one, two] = [
      await opened(port, { cookie, origin }, `${path}socket`),
      await opened(port, { cookie, origin }, `${path}socket`),
    ];
    one.on('error', () => {});
    one.send('x'.repeat(LONGEST_MESSAGE + 1));
    expect(await closing(one)).toBe(1009);
    two.send(JSON.stringify({ id: 1, command: 'app.info' }));
    expect(await next(two)).toMatchObject({ id: 1 });
  });

  test('takes a file of 100,000 entries', async () => {
    const { port, cookie, origin, path } = await setUp();
    const socket = await opened(port, { cookie, origin }, `${path}socket`);
    const text = '## ENTRY /mnt/data1/69.55.238.98-col00214-DIR/usr/home\n'.repeat(100_000);
    socket.send(JSON.stringify({ id: 1, command: 'config.check', input: { host: 'nobody', text } }));
    expect(await next(socket)).toMatchObject({ id: 1, error: { code: 'not-found' } });
  });

  test('a byte that is not UTF-8 crosses both ways', async () => {
    const { port, cookie, origin, path } = await setUp();
    const socket = await opened(port, { cookie, origin }, `${path}socket`);
    socket.send(JSON.stringify({ id: 1, command: 'customers.get', input: { customer: 'caf\udce9' } }));
    expect(await next(socket)).toMatchObject({ error: { details: { customer: 'caf\udce9' } } });
  });

  test('a page that is gone is forgotten', async () => {
    const { core, log, port, cookie, origin, path } = await setUp();
    const socket = await opened(port, { cookie, origin }, `${path}socket`);
    socket.terminate();
    await closing(socket);
    await core.call('fleet.save', { fleet: {} });
    expect(log.lines).toEqual([]);
  });
});

test('closing ends the sockets and frees the port', async () => {
  const { core, log } = startCore();
  const server = await startWebServer({ core, log, folder: pageFolder() });
  const { cookie, origin, path } = await letIn(server);
  const socket = await opened(server.port, { cookie, origin }, `${path}socket`);
  const ended = closing(socket);
  await server.close();
  expect([1001, 1006]).toContain(await ended);
  const again = await startWebServer({ core, log, folder: pageFolder(), port: server.port });
  await again.close();
});

test('a port that is taken is told of', async () => {
  const { core, log, port } = await setUp();
  await expect(startWebServer({ core, log, folder: pageFolder(), port })).rejects.toMatchObject({ code: 'conflict' });
});
