import { type IncomingHttpHeaders, request } from 'node:http';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Not fetch, which would not send a Host or Origin of our choosing. */
export function get(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

/** Goes the way of a browser, by the address that the program printed. */
export async function letIn({ port, url }: { port: number; url: string }) {
  const { headers } = await get(port, new URL(url).pathname);
  const cookie = String(headers['set-cookie']?.[0]).split(';')[0] as string;
  return { cookie, origin: `http://127.0.0.1:${port}`, path: headers.location ?? '' };
}

/** Opens a socket; gives it, or the status it was refused with. */
export function open(port: number, headers: Record<string, string>, path = '/'): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const { origin, ...rest } = headers;
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { origin, headers: rest });
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_, { statusCode = 0 }) => {
      socket.on('error', () => {});
      socket.terminate();
      resolve(statusCode);
    });
    socket.on('error', reject);
    onTestFinished(() => socket.terminate());
  });
}

export async function opened(port: number, headers: Record<string, string>, path?: string): Promise<WebSocket> {
  const socket = await open(port, headers, path);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

export const next = (socket: WebSocket): Promise<unknown> =>
  new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))));
export const closing = (socket: WebSocket): Promise<number> => new Promise((resolve) => socket.once('close', resolve));
