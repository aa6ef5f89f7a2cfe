// Imported by a program that must not outlive the one that started it, even if that is killed: then it ends itself as
// Ctrl-C would.
import { readFileSync } from 'node:fs';

/** The parent of a process; undefined where it can't be told. */
function parentOf(pid) {
  try {
    // The name before it may hold anything, but no closing bracket after the last one.
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ')[1];
  } catch {
    return undefined;
  }
}

const parent = process.ppid;
// npm starts a shell that starts this: the shell lives on when npm is killed.
const grandparent = process.env.npm_lifecycle_event ? parentOf(parent) : undefined;
const isOrphan = () => process.ppid !== parent || (grandparent !== undefined && parentOf(parent) !== grandparent);

setInterval(() => {
  if (isOrphan()) process.kill(process.pid, 'SIGTERM');
}, 300).unref();
