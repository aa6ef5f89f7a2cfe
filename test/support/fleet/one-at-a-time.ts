import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alive } from '../../../build/lock.mjs';

/**
 * Makes this process the only one that runs the fleet of a folder; gives what ends that. Two would give its machines two
 * sets of ports, and the first app would find none of them any more.
 */
export function takeFleet(folder: string): () => void {
  const file = join(folder, 'running');
  const other = ownerOf(file);
  if (other !== undefined && alive(other)) {
    throw new Error(
      `process ${other} runs the fleet in ${folder} already. End it first, or remove ${file} if that is something else.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function ownerOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}
