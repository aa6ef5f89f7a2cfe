import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

export interface PageFile {
  contentType: string;
  body: Buffer;
}

/** What the renderer is built of; nothing else is served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * A file of the built renderer by the path of its URL; undefined where there is none, or where it lies elsewhere: the
 * real path, symlinks followed, must be below the folder.
 */
export async function pageFile(folder: string, urlPath: string): Promise<PageFile | undefined> {
  const path = decodedPath(urlPath);
  if (path === undefined) return undefined;
  const contentType = contentTypes[extname(path)];
  if (!contentType) return undefined;
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, path));
    if (!file.startsWith(root + sep)) return undefined;
    return { contentType, body: await readFile(file) };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function decodedPath(urlPath: string): string | undefined {
  try {
    const path = decodeURIComponent(urlPath);
    if (!path.startsWith('/') || /[\0\\]/.test(path) || path.split('/').includes('..')) return undefined;
    return path === '/' ? '/index.html' : path;
  } catch {
    return undefined;
  }
}

const isAbsent = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ELOOP'].includes(String(error.code));
