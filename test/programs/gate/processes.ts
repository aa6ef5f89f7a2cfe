import { readFileSync } from 'node:fs';

/** Whether the process that signed in as PID-BEGAN lives. */
export function processBegan(name: string): boolean {
  const [pid = '', began = ''] = name.split(/-(.*)/);
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] !== 'Z' && began.startsWith(`${fields[19]}.`);
  } catch {
    return false;
  }
}
