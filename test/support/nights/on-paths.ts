import { spawnSync } from 'node:child_process';
import { bytes } from './bytes.ts';

/**
 * Runs a command on paths of any bytes (latin1), which an argument of a process started by node can't hold. Throws
 * what the command said where it failed.
 */
export function onPaths(command: readonly string[], paths: readonly string[]): string {
  if (paths.length === 0) return '';
  const { status, stdout, stderr, error } = spawnSync('xargs', ['-0', ...command], {
    input: bytes(paths.map((path) => `${path}\0`).join('')),
    encoding: 'latin1',
    maxBuffer: 1 << 28,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
  return stdout;
}
