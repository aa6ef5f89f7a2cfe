import PQueue from 'p-queue';

/** Does `work` for each item, at most `limit` at once; results come in the order of the items. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = new PQueue({ concurrency: limit });
  return await queue.addAll(items.map((item) => () => work(item)));
}
