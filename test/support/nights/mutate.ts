import * as fs from 'node:fs';
import { bytes, show } from './bytes.ts';
import { type Mutation, mutations } from './mutations.ts';
import { hardNames } from './names.ts';
import type { Source } from './source.ts';

type Name = keyof typeof mutations;
const names = Object.keys(mutations) as Name[];
/** All but those that give a file an ACL or an extended attribute. */
export const plainly: readonly Name[] = names.filter((name) => !/^(xattr|ACL)/.test(name));
/** Done the less often, since each of them can take much away or adds much. */
const rare = new Set<string>([
  'folder deleted',
  'a folder becomes a file',
  'a folder becomes a symlink',
  'deep folders',
]);

/** A first content: every hard name once, and some of everything the mutations make. */
export function plant(source: Source, changes = 150): void {
  for (const name of hardNames) if (source.free(name, '.')) source.write(name, source.chance.noise(30));
  source.write('before 1970', Buffer.from('old'));
  source.date('before 1970', -86_400.5);
  source.write('after 2038', Buffer.from('new'));
  source.date('after 2038', 4_000_000_000.25);
  fs.linkSync(bytes(source.at('before 1970')), bytes(source.at('before 1970 too')));
  source.changed();
  const making: Name[] = names.filter((name) => /^new |^deep|sparse|made|set$/.test(name));
  for (let done = 0; done < changes; done++) {
    const name = source.chance.next() < 0.4 ? 'new file' : source.chance.pick(making);
    if (!rare.has(name) || source.chance.next() < 0.2) (mutations[name] as Mutation)(source);
  }
}

/** Changes a source at random, and tells what was done, for the message of a test that fails. */
export function mutate(source: Source, changes: number, most = 400, among: readonly Name[] = names): string[] {
  const log: string[] = [];
  while (log.length < changes) {
    const { files, folders } = source.listing;
    const isFull = files.length + folders.length > most;
    const name = isFull && source.chance.next() < 0.3 ? 'folder deleted' : source.chance.pick(among);
    if (rare.has(name) && !isFull && source.chance.next() < 0.7) continue;
    const path = (mutations[name] as Mutation)(source);
    if (path !== undefined) log.push(`${name}: ${show(path)}`);
  }
  return log;
}
