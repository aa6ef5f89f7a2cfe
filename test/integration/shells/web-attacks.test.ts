import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { chromium } from '@playwright/test';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Core } from '../../../src-main/core.ts';
import { startWebServer } from '../../../src-main/shells/web/server.ts';
import { launchOptions } from '../../e2e/browser.ts';
import { startCore } from '../../support/core.ts';
import { pageFolder } from '../../support/page-folder.ts';
import { closing, letIn, next, opened } from '../../support/web-client.ts';

async function setUp(seen: (core: Core) => Core = (core) => core) {
  const { core, log } = startCore();
  const server = await startWebServer({ core: seen(core), log, folder: pageFolder() });
  onTestFinished(() => server.close());
  return { core, server, port: server.port, ...(await letIn(server)) };
}

/** What another user of this machine can do: a connection, and any bytes over it. */
async function raw(port: number, request: string): Promise<{ socket: Socket; said: () => string }> {
  let said = '';
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('data', (chunk) => {
    said += chunk;
  });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  socket.write(request);
  return { socket, said: () => said };
}

/** Somebody else's server on this machine; gives the cookies that it was sent. */
async function anothersServer() {
  const cookies: (string | undefined)[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    cookies.push(request.headers.cookie);
    response.setHeader('content-type', 'text/html').end('<script>fetch("/more")</script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { cookies, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

describe('another user of this machine', () => {
  test('gets no session by a page on a port of their own: browsers send cookies to any port of a host', async () => {
    const { server } = await setUp();
    const { cookies, address } = await anothersServer();
    const browser = await chromium.launch(launchOptions);
    onTestFinished(() => browser.close());
    const page = await browser.newPage();
    await page.goto(server.url);
    expect(await page.title()).toContain('Nightkeep');
    await page.reload();
    expect(await page.title()).toContain('Nightkeep');
    await page.goto(address);
    await expect.poll(() => cookies.length).toBeGreaterThan(1);
    expect(cookies).toEqual(cookies.map(() => undefined));
  });

  test('keeps no connection of a socket that was refused', async () => {
    const { port } = await setUp();
    const handshake = [
      'GET /socket HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ];
    const { socket, said } = await raw(port, `${handshake.join('\r\n')}\r\n\r\n`);
    await expect.poll(said).toContain('HTTP/1.1 403');
    // Its own end stays open; whatever it sends now must find nobody.
    const gone = new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
    const timer = setInterval(() => socket.write('x'), 20);
    await gone;
    clearInterval(timer);
  });
});

describe('a page', () => {
  /** A core with a host that takes the connection and says nothing, and one with a fleet whose answer is long. */
  async function withSilentHost() {
    const parts = await setUp();
    const silent = createTcpServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const ssh = { host: '127.0.0.1', port, user: 'a' };
    await parts.core.call('fleet.save', { fleet: { hosts: [{ name: 'jail15', ssh, configPath: '/c' }] } });
    return parts;
  }

  test('that asks and asks is ended, and the others go on', async () => {
    const { port, cookie, origin, path } = await withSilentHost();
    const one = await opened(port, { cookie, origin }, `${path}socket`);
    const two = await opened(port, { cookie, origin }, `${path}socket`);
    for (let id = 0; id <= 500; id++)
      one.send(JSON.stringify({ id, command: 'config.read', input: { host: 'jail15' } }));
    expect(await closing(one)).toBe(1008);
    two.send(JSON.stringify({ id: 1, command: 'app.info' }));
    expect(await next(two)).toMatchObject({ id: 1 });
  });

  test('that never reads is ended before its answers fill the memory', async () => {
    let listening = 0;
    const { core, port, cookie, origin, path } = await setUp((real) => ({
      ...real,
      subscribe: (event, listener) => {
        const end = real.subscribe(event, listener);
        listening += 1;
        return () => {
          listening -= 1;
          end();
        };
      },
    }));
    const ssh = { host: `${'x'.repeat(200)}.example`, user: 'a' };
    const hosts = Array.from({ length: 2000 }, (_, index) => ({ name: `jail${index}`, ssh, configPath: '/c' }));
    await core.call('fleet.save', { fleet: { hosts } });
    const socket = await opened(port, { cookie, origin }, `${path}socket`);
    expect(listening).toBeGreaterThan(0);
    socket.on('error', () => {});
    socket.pause();
    // Some 200 MB of answers.
    for (let id = 0; id < 400; id++) socket.send(JSON.stringify({ id, command: 'fleet.get', input: {} }));
    await expect.poll(() => listening).toBe(0);
  });
});

test('a page that does not answer its farewell keeps the program from ending for a moment only', async () => {
  const { server, port, cookie, origin, path } = await setUp();
  const socket = await opened(port, { cookie, origin }, `${path}socket`);
  socket.pause();
  const from = performance.now();
  await server.close();
  // The protocol's own patience is half a minute.
  expect(performance.now() - from).toBeLessThan(20_000);
});
