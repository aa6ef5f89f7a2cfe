import type { FileHistory } from '../../src-main/contract/index.ts';
import { naturalOrder } from '../format/natural-order.ts';

export type FileRow = FileHistory['rows'][number];

/** Folders first, then by name. */
export function sortRows(rows: readonly FileRow[]): FileRow[] {
  return rows.toSorted((a, b) => {
    const folders = Number(b.type === 'directory') - Number(a.type === 'directory');
    return folders || naturalOrder(a.name, b.name) || (a.name < b.name ? -1 : 1);
  });
}
