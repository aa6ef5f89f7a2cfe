// Plain JavaScript of node's own modules, and nothing newer than Node 18: it runs before anything is installed.
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
export const inRoot = (...parts) => join(root, ...parts);
export const modules = inRoot('node_modules');
export const bin = join(modules, '.bin');

/** The environment in which this project's own node and tools come first. */
export const ownEnvironment = () => ({ ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` });

/** A lock's place: outside of the checkout, since `npm ci` empties node_modules; one for each checkout. */
export const lockPath = (purpose) =>
  join(tmpdir(), `nightkeep-${purpose}-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);

/** Tells what set-up does; on stderr, since stdout belongs to the command's own output. */
export const say = (text) => process.stderr.write(`${text}\n`);
