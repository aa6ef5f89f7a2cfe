import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openInBrowser } from '../../../build/open.mjs';
import { startWebServer } from '../../../src-main/shells/web/server.ts';
import { launchOptions } from '../../e2e/browser.ts';
import { startCli } from '../../support/cli.ts';
import { startCore } from '../../support/core.ts';
import { pageFolder } from '../../support/page-folder.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { get } from '../../support/web-client.ts';

async function setUp() {
  const { core, log } = startCore();
  const openingFile = join(tempFolder(), 'open.html');
  const server = await startWebServer({ core, log, folder: pageFolder(), openingFile });
  onTestFinished(() => server.close());
  const address = /url=(http:\/\/[^"]+)/.exec(readFileSync(openingFile, 'utf8'))?.[1] ?? '';
  return { core, log, server, port: server.port, openingFile, path: new URL(address).pathname };
}

const isThere = (file: string) => statSync(file, { throwIfNoEntry: false }) !== undefined;

test('the page is for its owner alone, and its code is neither the session nor the address', async () => {
  const { server, port, openingFile, path } = await setUp();
  expect(statSync(openingFile).mode & 0o777).toBe(0o600);
  expect(path).toMatch(/^\/open\/[\w-]{43}$/);
  expect(path).not.toBe(new URL(server.url).pathname);
  const { status, headers, body } = await get(port, path);
  expect(status).toBe(200);
  const cookie = String(headers['set-cookie']?.[0]).split(';')[0] as string;
  const session = cookie.split('=')[1] as string;
  for (const text of [server.url, path, body]) expect(text).not.toContain(session);
  const page = /url=(\/[\w-]{43}\/)"/.exec(body)?.[1] ?? '';
  expect((await get(port, page, { cookie })).status).toBe(200);
  // What stands in an address is no session.
  const asSession = `${cookie.split('=')[0]}=${path.slice('/open/'.length)}`;
  expect((await get(port, page, { cookie: asSession })).status).toBe(401);
  const address = new URL(server.url).pathname.slice('/open/'.length);
  expect((await get(port, page, { cookie: `${cookie.split('=')[0]}=${address}` })).status).toBe(401);
});

test('the code is good once, and the page is gone with it', async () => {
  const { port, openingFile, path } = await setUp();
  expect((await get(port, '/open/x')).status).toBe(401);
  expect((await get(port, path, {}, 'HEAD')).status).toBe(200);
  expect(isThere(openingFile)).toBe(false);
  const again = await get(port, path);
  expect(again.status).toBe(401);
  expect(again.headers['set-cookie']).toBeUndefined();
});

test('a code that was not used runs out, and the page goes', async () => {
  const { port, openingFile, path, server } = await setUp();
  await server.close();
  expect(isThere(openingFile)).toBe(false);
  await expect(get(port, path)).rejects.toThrow();
});

test('what is there already is not written over, nor what a link that somebody planted leads to', async () => {
  const { core, log } = startCore();
  const folder = tempFolder();
  const at = (name: string) => join(folder, name);
  writeFileSync(at('mine'), 'mine');
  symlinkSync(at('mine'), at('link'));
  symlinkSync(at('elsewhere'), at('dangling'));
  for (const name of ['mine', 'link', 'dangling'])
    await expect(startWebServer({ core, log, folder: pageFolder(), openingFile: at(name) })).rejects.toThrow(/EEXIST/);
  expect(readFileSync(at('mine'), 'utf8')).toBe('mine');
  expect(readdirSync(folder).sort()).toEqual(['dangling', 'link', 'mine']);
});

test('a browser that opens the page is let in', async () => {
  const { port, openingFile } = await setUp();
  const browser = await chromium.launch(launchOptions);
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  await page.goto(pathToFileURL(openingFile).href);
  await page.waitForURL(new RegExp(`^http://127.0.0.1:${port}/[\\w-]{43}/$`));
  expect(await page.title()).toContain('Nightkeep');
});

test('the program that opens the browser is told where the page is, and no address', async () => {
  const folder = tempFolder();
  const said = join(folder, 'said');
  writeFileSync(
    join(folder, 'xdg-open'),
    `#!/bin/sh\nprintf '%s\\n' "$@" >'${said}.part'; mv '${said}.part' '${said}'\n`,
  );
  chmodSync(join(folder, 'xdg-open'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  vi.stubEnv('DISPLAY', ':0');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(openInBrowser(join(folder, 'open page.html'))).toBe(true);
  await expect.poll(() => isThere(said)).toBe(true);
  expect(readFileSync(said, 'utf8')).toBe(`${pathToFileURL(join(folder, 'open page.html')).href}\n`);
});

test('nightkeep serve makes it, and takes it away', async () => {
  const file = join(tempFolder(), 'open.html');
  const { child, said, ended } = startCli(['serve', '--home', tempFolder(), '--opening', file]);
  const url = (await said('out', /\n/)).trim();
  const page = readFileSync(file, 'utf8');
  expect(page).toContain(new URL(url).origin);
  // What `ps` shows of it to everybody.
  const [, code = ''] = /open\/([\w-]+)"/.exec(page) ?? [];
  const shown = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(child.pid)], { encoding: 'utf8' });
  expect(shown).toContain(file);
  for (const secret of [code, new URL(url).pathname.slice('/open/'.length)]) {
    expect(secret).toHaveLength(43);
    expect(shown).not.toContain(secret);
  }
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ code: 0 });
  expect(isThere(file)).toBe(false);
});
