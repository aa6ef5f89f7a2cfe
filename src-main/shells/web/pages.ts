import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../ports.ts';
import { pageFile } from '../shared/page-files.ts';
import { securityHeaders } from '../shared/security-headers.ts';
import type { Guard } from './guard.ts';

/** Answers HTTP: the way in, and the files of the built renderer. Nothing here changes anything. */
export function createPages(guard: Guard, folder: string, log: Log) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer(guard, folder, request, response).catch((error: unknown) => {
      log.error('a page could not be served', error);
      if (!response.headersSent) say(response, 500, 'Nightkeep could not read its own files.');
    });
  };
}

async function answer(guard: Guard, folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = guard.refusal(request, 'page');
  if (refused) return say(response, refused.status, refused.message);
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET is answered here.');

  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  if (path.startsWith('/open/')) return open(guard, path, response);
  const file = await pageFile(folder, path);
  if (!file) return say(response, 404, 'There is nothing here.');
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': file.contentType,
    'content-length': file.body.length,
    'cache-control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** Trades the token in the address for a cookie, and leaves the address. */
function open(guard: Guard, path: string, response: ServerResponse): void {
  if (!guard.isToken(path.slice('/open/'.length))) {
    say(response, 401, 'This address is of an earlier run. Open Nightkeep by the one it printed this time.');
    return;
  }
  response.writeHead(303, {
    ...securityHeaders,
    location: '/',
    'set-cookie': guard.setCookie(),
    'cache-control': 'no-store',
  });
  response.end();
}

function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${message}\n`);
}
