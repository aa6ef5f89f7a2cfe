/** The part of a list that is wanted, where it stands, and how many there are in all. */
export function partOf<Item>(
  all: readonly Item[],
  { offset = 0, limit }: { offset?: number | undefined; limit?: number | undefined },
): { items: Item[]; offset: number; total: number } {
  const items = all.slice(offset, limit === undefined ? undefined : offset + limit);
  return { items, offset, total: all.length };
}

/** Whether the list was scrolled, so that its beginning was asked for before. */
export const isFurther = ({ offset = 0 }: { offset?: number | undefined }): boolean => offset > 0;

/** Whether any of the texts has `wanted` in it, in either case; all have nothing. */
export function anyHas(wanted: string | undefined, texts: readonly (string | undefined)[]): boolean {
  const part = wanted?.trim().toLowerCase() ?? '';
  return part === '' || texts.some((text) => text?.toLowerCase().includes(part));
}
