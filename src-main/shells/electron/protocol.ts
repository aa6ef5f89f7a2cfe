import type { Privileges, Protocol } from 'electron';
import { pageFile } from '../shared/page-files.ts';
import { securityHeaders } from '../shared/security-headers.ts';
import { isOurs, SCHEME } from './origin.ts';

/** Standard and secure, and no more: no CSP bypass, no service workers, no CORS of its own. */
const privileges: Privileges = { standard: true, secure: true, supportFetchAPI: true };

/** Has to be called before the app is ready. */
export function declareScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Serves the built renderer, and nothing but it. */
export function serveScheme(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(SCHEME, (request) => answer(request, folder));
}

async function answer(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET' || !isOurs(request.url)) return refusal(403);
  const file = await pageFile(folder, new URL(request.url).pathname);
  if (!file) return refusal(404);
  return new Response(new Uint8Array(file.body), {
    headers: { ...securityHeaders, 'content-type': file.contentType, 'cache-control': 'no-cache' },
  });
}

const refusal = (status: number) =>
  new Response('', { status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' } });
