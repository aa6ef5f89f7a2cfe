import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import { backoff } from '../../../src-renderer/api/backoff.ts';
import { connectSocket } from '../../../src-renderer/api/socket-connection.ts';

let server: WebSocketServer;
let sockets: ServerSocket[];
let received: { id: number; command: string }[];
let opened: { close(): void }[];
const open = () => {
  const connection = connectSocket(address());
  opened.push(connection);
  return connection;
};
const address = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/socket`;

beforeEach(async () => {
  sockets = [];
  received = [];
  opened = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    sockets.push(socket);
    socket.on('message', (data) => received.push(JSON.parse(String(data))));
  });
  await once(server, 'listening');
});
afterEach(async () => {
  for (const connection of opened) connection.close();
  for (const socket of server.clients) socket.terminate();
  await new Promise((closed) => server.close(closed));
});
const answer = (body: object) => sockets.at(-1)?.send(JSON.stringify(body));

describe('the connection over a WebSocket', () => {
  it('matches answers to calls whatever their order, and throws errors with their code', async () => {
    const connection = open();
    const fleet = connection.call('fleet.get', {});
    const jobs = connection.call('jobs.list', {});
    await expect.poll(() => received).toHaveLength(2);
    answer({ id: received[1]?.id, result: { jobs: [] } });
    answer({ id: received[0]?.id, error: { code: 'unreachable', message: 'backup1 does not answer' } });
    await expect(jobs).resolves.toEqual({ jobs: [] });
    await expect(fleet).rejects.toMatchObject({ code: 'unreachable', message: 'backup1 does not answer' });
  });

  it('hands events to who asked for them, until they no longer do', async () => {
    const connection = open();
    const heard: string[] = [];
    const off = connection.subscribe('nights.changed', ({ host }) => heard.push(host));
    await expect.poll(() => connection.link.state()).toBe('open');
    answer({ event: 'nights.changed', payload: { host: 'jail15' } });
    answer({ event: 'holds.changed', payload: { server: 'backup1' } });
    await expect.poll(() => heard).toEqual(['jail15']);
    off();
    const later = connection.call('app.info', {});
    answer({ event: 'nights.changed', payload: { host: 'jail16' } });
    await expect.poll(() => received).toHaveLength(1);
    answer({ id: received[0]?.id, result: {} });
    await later;
    expect(heard).toEqual(['jail15']);
  });

  it('says that it is lost, fails what was sent, sends nothing twice, and comes back by itself', async () => {
    const connection = open();
    const states: string[] = [];
    connection.link.subscribe(() => states.push(connection.link.state()));
    const sent = connection.call('runs.start', { host: 'jail15' });
    await expect.poll(() => received).toHaveLength(1);
    sockets[0]?.terminate();
    await expect(sent).rejects.toMatchObject({ code: 'unreachable' });
    const waiting = connection.call('fleet.get', {});
    await expect.poll(() => received).toHaveLength(2);
    expect(received.map(({ command }) => command)).toEqual(['runs.start', 'fleet.get']);
    answer({ id: received[1]?.id, result: { fleet: {} } });
    await expect(waiting).resolves.toEqual({ fleet: {} });
    expect(states).toEqual(['open', 'lost', 'open']);
  });
});

describe('waiting before another attempt', () => {
  it('is short at first and never long', () => {
    expect(backoff(0, 0.5)).toBe(250);
    expect(backoff(3, 0.5)).toBe(2000);
    expect(backoff(50, 1)).toBeLessThanOrEqual(12_500);
  });
});
