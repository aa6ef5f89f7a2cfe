import { execFileSync } from 'node:child_process';
import type { Tree } from '../tree.ts';

/** Names that break programs which build command lines, split lines, or take every name for UTF-8. */
export const nastyNames = [
  'a name with spaces',
  'it\'s "quoted"',
  'two\nlines',
  'tab\there',
  '-rf',
  '$(touch pwned)',
  '`touch pwned`; touch pwned',
  'back\\slash',
  'looks like \\#012',
  'not utf-8 \udcff\udc80',
  'grüße-日本語',
  '*',
  ` leading and trailing `,
  'x'.repeat(255),
];

/** A folder of them, each holding its own name, with a fifo, a hard link and a link that leads nowhere. */
export function writeNasty(tree: Tree, folder: string): void {
  for (const name of nastyNames) tree.file(`${folder}/${name}`, `${JSON.stringify(name)}\n`);
  tree.hardLink(`${folder}/a second name`, `${folder}/a name with spaces`);
  tree.symlink(`${folder}/leads nowhere`, '../no such\nfile');
  tree.folder(`${folder}/an empty folder`);
  tree.file(`${folder}/an empty file`, '');
  execFileSync('mkfifo', [`${tree.root}/${folder}/a fifo`]);
}
