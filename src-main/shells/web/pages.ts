import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../../ports.ts';
import { pageFile } from '../shared/page-files.ts';
import { securityHeaders } from '../shared/security-headers.ts';
import type { Guard } from './guard.ts';
import { type Opening, redirectTo } from './opening.ts';

export interface PagesDeps {
  guard: Guard;
  opening: Opening | undefined;
  /** The built renderer. */
  folder: string;
  log: Log;
}

/** Answers HTTP: the way in, and the files of the built renderer. Nothing here changes anything. */
export function createPages({ guard, opening, folder, log }: PagesDeps) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    answer({ guard, opening, folder }, request, response).catch((error: unknown) => {
      log.error('a page could not be served', error);
      if (!response.headersSent) say(response, 500, 'Nightkeep could not read its own files.');
    });
  };
}

async function answer(
  { guard, opening, folder }: Omit<PagesDeps, 'log'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = guard.refusal(request, 'page');
  if (refused) return say(response, refused.status, refused.message);
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(response, 405, 'Only GET is answered here.');

  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  if (path.startsWith('/open/')) return open(guard, opening, path.slice('/open/'.length), response);
  const file = path.startsWith(guard.base) ? await pageFile(folder, path.slice(guard.base.length - 1)) : undefined;
  if (!file) return say(response, 404, 'There is nothing here.');
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': file.contentType,
    'content-length': file.body.length,
    'cache-control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

/** Trades what is in the address for a cookie, and leaves the address. */
function open(guard: Guard, opening: Opening | undefined, text: string, response: ServerResponse): void {
  const letIn = { ...securityHeaders, 'set-cookie': guard.setCookie(), 'cache-control': 'no-store' };
  if (guard.isToken(text)) {
    response.writeHead(303, { ...letIn, location: guard.base });
    response.end();
  } else if (opening?.take((code) => guard.isSame(text, code))) {
    // No redirect: one that began at a file is another site's to the browser, which keeps the cookie back from it.
    response.writeHead(200, { ...letIn, 'content-type': 'text/html; charset=utf-8' });
    response.end(redirectTo(guard.base));
  } else {
    say(
      response,
      401,
      'This address was used, or is of an earlier run. Open Nightkeep by the one it printed this time.',
    );
  }
}

function say(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(`${message}\n`);
}
