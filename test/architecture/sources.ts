import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export interface Source {
  /** Relative to the checkout, with `/`. */
  path: string;
  text: string;
}

export interface Import {
  /** A path relative to the checkout, or a package's name. */
  target: string;
  isPackage: boolean;
  /** True where nothing of it is left when the program runs. */
  isType: boolean;
}

/** What is wrong with the tree, in words that say what to do. */
export type Rule = (sources: readonly Source[]) => string[];

export const checkout = fileURLToPath(new URL('../..', import.meta.url));

/** Every file of the checkout that git tracks or would. */
export function readSources(): Source[] {
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: checkout });
  const readable = /\.(ts|tsx|mjs|sh|json|html|css)$|(^|\/)README\.md$/;
  return listed
    .toString()
    .split('\0')
    .filter((path) => readable.test(path) && path !== 'package-lock.json' && existsSync(join(checkout, path)))
    .map((path) => ({ path, text: readFileSync(join(checkout, path), 'utf8') }));
}

export const isCode = ({ path }: Source) => /\.(ts|tsx|mjs)$/.test(path);
export const isOurs = ({ path }: Source) => path.startsWith('src-main/') || path.startsWith('src-renderer/');

/** Everything a file imports, re-exports included. */
export function importsOf({ path, text }: Source): Import[] {
  const { module } = parseSync(path, text);
  const found: { request: string; isType: boolean }[] = [];
  for (const { moduleRequest, entries } of module.staticImports) {
    found.push({ request: moduleRequest.value, isType: entries.length > 0 && entries.every((entry) => entry.isType) });
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest) found.push({ request: moduleRequest.value, isType });
    }
  }
  // `import('x')`, as an expression or as a type
  for (const [whole, request = ''] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) {
    const isExpression = module.dynamicImports.some(({ start, end }) => text.slice(start, end).startsWith(whole));
    found.push({ request, isType: !isExpression });
  }
  return found.map(({ request, isType }) => {
    const isPackage = !request.startsWith('.');
    const target = isPackage ? packageName(request) : posix.join(posix.dirname(path), request.replace(/\?.*$/, ''));
    return { target, isPackage, isType };
  });
}

function packageName(request: string): string {
  if (request.startsWith('node:')) return request;
  return request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
}
