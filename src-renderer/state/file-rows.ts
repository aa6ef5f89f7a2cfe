import type { FileHistory } from '../../src-main/contract/index.ts';

export type FileRow = FileHistory['rows'][number];

const collator = new Intl.Collator('en', { numeric: true });

/** Folders first, then by name as people count: file2 before file10. */
export function sortRows(rows: readonly FileRow[]): FileRow[] {
  return rows.toSorted((a, b) => {
    const folders = Number(b.type === 'directory') - Number(a.type === 'directory');
    return folders || collator.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);
  });
}
