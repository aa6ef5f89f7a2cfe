import { onPaths } from './on-paths.ts';

/**
 * Extended attributes and POSIX ACLs of everything below the roots, by full path (latin1). ACLs are among them as
 * system.posix_acl_access and system.posix_acl_default. Needs getfattr, which `npm test` sees to.
 */
export function readXattrs(roots: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const said = onPaths(['getfattr', '-RPh', '-d', '-m', '-', '-e', 'hex', '--absolute-names', '--'], roots);
  for (const block of said.split('\n\n')) {
    const [first = '', ...attributes] = block.split('\n');
    if (!first.startsWith('# file: ')) continue;
    found.set(unquote(first.slice('# file: '.length)), attributes.filter(Boolean).sort().join(' '));
  }
  return found;
}

const unquote = (name: string) =>
  name.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
