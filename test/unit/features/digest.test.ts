import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fleet as fleetSchema } from '../../../src-main/contract/index.ts';
import type { Act } from '../../../src-main/features/actions.ts';
import { createDigest } from '../../../src-main/features/digest/digest.ts';
import { postJson } from '../../../src-main/features/digest/post.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';

let key: string;
let cert: string;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'nightkeep-test-'));
  const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')];
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile],
    ],
    { stdio: 'ignore' },
  );
  key = readFileSync(keyFile, 'utf8');
  cert = readFileSync(certFile, 'utf8');
  rmSync(folder, { recursive: true });
});

/** A webhook on this machine, over TLS. */
async function webhook(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const taken: { path: string | undefined; type: string | undefined; body: string }[] = [];
  const server = createServer({ key, cert }, async (request, response) => {
    taken.push({ path: request.url, type: request.headers['content-type'], body: await text(request) });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { taken, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret-token` };
}

const accept = (_: IncomingMessage, response: ServerResponse) => response.writeHead(204).end();

describe('a webhook', () => {
  test('is sent JSON', async () => {
    const { taken, url } = await webhook(accept);
    await postJson(url, { text: 'ä' }, { ca: cert });
    expect(taken).toEqual([{ path: '/hook/secret-token', type: 'application/json', body: '{"text":"ä"}' }]);
  });

  test('that leads elsewhere is not followed', async () => {
    const other = await webhook(accept);
    const { url } = await webhook((_, response) => response.writeHead(307, { location: other.url }).end());
    await expect(postJson(url, {}, { ca: cert })).rejects.toThrow(/leads elsewhere \(307\)/);
    expect(other.taken).toEqual([]);
  });

  test('that never answers is given up; one that answers without an end is not waited for', async () => {
    const silent = await webhook(() => {});
    await expect(postJson(silent.url, {}, { ca: cert, within: 200 })).rejects.toMatchObject({ code: 'timed-out' });
    const endless = await webhook((_, response) => void response.writeHead(200).write('x'.repeat(100_000)));
    await postJson(endless.url, {}, { ca: cert });
  });

  test('whose certificate nobody vouches for is told nothing', async () => {
    const { taken, url } = await webhook(accept);
    await expect(postJson(url, {})).rejects.toMatchObject({ code: 'unreachable' });
    expect(taken).toEqual([]);
  });

  test('is named by its host alone, whatever goes wrong', async () => {
    const refusing = await webhook((_, response) => response.writeHead(403).end());
    for (const url of [refusing.url, 'https://127.0.0.1:1/hook/secret-token']) {
      const error = await postJson(url, {}, { ca: cert }).catch((thrown: Error) => thrown);
      expect(String(error)).toContain('127.0.0.1');
      expect(JSON.stringify([error, String(error)])).not.toContain('secret-token');
    }
  });
});

/** The feature over a real history and a real webhook. */
async function setUp(answer = accept, { notKnown = 0 } = {}) {
  const { url, taken } = await webhook(answer);
  const history = openHistory(':memory:', () => new Date());
  onTestFinished(() => history.close());
  let now = new Date('2013-02-28T08:30:00Z');
  const saved = new Map<string, unknown>();
  const noted: Act[] = [];
  const looks: (() => void)[] = [];
  const atWork: Promise<unknown>[] = [];
  const digest = createDigest({
    settings: { read: (name) => saved.get(name), write: (name, value) => void saved.set(name, value) },
    facts: history.facts,
    fleet: () => fleetSchema.parse({ servers: [{ name: 'backup1', ssh: { host: 'a' } }], hosts: [], timeZone: 'UTC' }),
    clock: {
      now: () => now,
      every: (_, work) => {
        looks.push(work);
        return () => {};
      },
    },
    failures: async () => [],
    tonight: async () => ({
      ...{ dates: [], hosts: [], notKnown, noNight: 0 },
      counts: { good: 1, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 },
    }),
    note: (act) => noted.push(act),
    by: 'maria',
    watch: true,
    start: (_, work) => void atWork.push(work()),
    post: (address, body) => postJson(address, body, { ca: cert }),
  });
  const set = (input: { url?: string; at: string }) => digest.handlers['digest.set'](input, { by: 'maria' });
  return {
    ...{ url, taken, noted, set, digest, saved },
    async look(at: string) {
      now = new Date(at);
      for (const look of looks) look();
      await Promise.all(atWork.splice(0));
    },
  };
}

test('once a day it goes out, by itself, and Activity has it without the address', async () => {
  const { url, taken, noted, set, look, digest } = await setUp();
  await look('2013-02-28T08:30:00Z');
  expect(await set({ url, at: '08:00' })).toMatchObject({ host: new URL(url).host, at: '08:00' });
  await look('2013-02-28T07:59:00Z');
  expect(taken).toHaveLength(0);
  for (const minute of ['00', '01', '30']) await look(`2013-02-28T08:${minute}:00Z`);
  expect(taken).toHaveLength(1);
  expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ version: 1, date: '2013-02-28', open: 0 });
  await look('2013-03-01T08:00:00Z');
  expect(taken).toHaveLength(2);
  expect(noted.map(({ action, machine }) => [action, machine])).toEqual(Array(2).fill(['digest', 'backup1']));
  const shown = await digest.handlers['digest.get']({}, { by: 'maria' });
  expect(shown.last).toMatchObject({ sent: true });
  expect(JSON.stringify([noted, shown])).not.toContain('secret-token');
  // Another hour alone leaves the address; none at all ends it.
  expect(await set({ at: '09:00' })).toMatchObject({ host: new URL(url).host });
  expect(await set({ url: '', at: '09:00' })).not.toHaveProperty('host', expect.any(String));
  await look('2013-03-02T10:00:00Z');
  expect(taken).toHaveLength(2);
});

test('one that is not taken is tried three times, and Activity says why', async () => {
  const { url, taken, noted, set, look } = await setUp((_, response) => response.writeHead(500).end());
  set({ url, at: '08:00' });
  for (const time of ['08:00', '08:05', '08:16', '08:32', '08:50', '12:00']) await look(`2013-02-28T${time}:00Z`);
  expect(taken).toHaveLength(3);
  expect(noted.at(-1)?.message).toMatch(
    /^could not send the digest of 2013-02-28: 127\.0\.0\.1:\d+ did not take it: it answered 500$/,
  );
});

test('what is not known yet is waited for, an hour at most', async () => {
  const { url, taken, set, look } = await setUp(accept, { notKnown: 3 });
  set({ url, at: '08:00' });
  for (const time of ['08:00', '08:30', '08:59']) await look(`2013-02-28T${time}:00Z`);
  expect(taken).toHaveLength(0);
  await look('2013-02-28T09:00:00Z');
  expect(taken).toHaveLength(1);
});
