import type { Comparison } from '../../../src-main/contract/index.ts';

/** What differs below a path: some pictures of a shop are gone, with the folder that they were in where they are many. */
export function comparisonOf(path: string, deleted: number): Comparison {
  const many = deleted > 100;
  const gone = many ? ['shop/img'] : Array.from({ length: deleted }, (_, i) => `shop/img/${i}.jpg`);
  const none = { added: 0, changed: 0, deleted: 0, mode: 0, owner: 0 };
  return {
    added: 4,
    changed: 12,
    deleted,
    mode: 2,
    owner: 1,
    sample: [
      { path: 'index.html', change: 'changed', size: 14_000 },
      { path: 'cgi-bin', change: 'changed', size: 4096, mode: true, owner: true },
      { path: 'config.php', change: 'changed', size: 812, mode: true, content: true },
      ...Array.from({ length: Math.min(40, deleted) }, (_, i) => ({
        path: `shop/img/${i}.jpg`,
        change: 'deleted' as const,
      })),
    ],
    folders: path.endsWith('/shop')
      ? [{ ...none, path: 'img', deleted }]
      : [
          { ...none, path: 'shop', added: 4, deleted },
          { ...none, path: '', changed: 12, mode: 2, owner: 1 },
        ],
    gone: path.endsWith('/shop') ? gone.map((name) => name.slice('shop/'.length)) : gone,
    goneCount: gone.length,
  };
}
