import * as fs from 'node:fs';
import { createInterface } from 'node:readline';
import type { Command } from './method.ts';

/** The command under strace, which writes every call that names or lists a file. */
export const traced = (command: Command, trace: string): Command => ({
  ...command,
  file: 'strace',
  args: [
    ...[
      '-f',
      '-qq',
      '-y',
      '-s',
      '4096',
      '-e',
      'signal=none',
      '-e',
      'trace=%file,getdents64,fchdir,clone,clone3,fork,vfork',
    ],
    ...['-o', trace, command.file, ...command.args],
  ],
});

/**
 * How often a traced night asked something of `source`: looked up, opened or listed a path there. A path is told by
 * its directory's descriptor, which strace names, or by the process's own directory, which is followed here.
 */
export async function countReads(trace: string, source: string): Promise<number> {
  const folders = new Map<string, string>();
  const isIn = (path: string) => path === source || path.startsWith(`${source}/`);
  let count = 0;
  for await (const line of createInterface({ input: fs.createReadStream(trace) })) {
    const [, process = '', call = '', rest = ''] = /^(\d+) +(\w+)\((.*)$/.exec(line) ?? [];
    const child = /^(?:clone3?|v?fork)$/.test(call) && /= (\d+)(?:<|$)/.exec(rest)?.[1];
    if (child) folders.set(child, folders.get(process) ?? '');
    const [, descriptor, named] = /^(?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?,? ?)?(?:"((?:[^"\\]|\\.)*)")?/.exec(rest) ?? [];
    const base = descriptor ?? folders.get(process) ?? '';
    const path = named === undefined ? base : named.startsWith('/') ? named : `${base}/${named}`;
    if (call === 'chdir' && / = 0$/.test(rest)) folders.set(process, path.replace(/\/+\.?$/, ''));
    else if (call === 'fchdir' && descriptor) folders.set(process, descriptor);
    else if (isIn(path)) count++;
  }
  return count;
}
