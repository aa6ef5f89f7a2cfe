import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of one test, gone after it, whatever modes lie in it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nk-nights-'));
  onTestFinished(() => removeTree(folder));
  return folder;
}

/** Deletes a tree whose folders an ordinary user may have lost the right to enter. */
export function removeTree(folder: string): void {
  execFileSync('find', [folder, '-type', 'd', '!', '-perm', '-700', '-exec', 'chmod', 'u+rwx', '{}', ';']);
  execFileSync('rm', ['-rf', folder]);
}
