import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { onPath } from '../../../build/tools.mjs';

export interface Display {
  /** What programs need to find it. */
  environment: Record<string, string>;
  close(): void;
}

/** Whether there is a screen, or a program that can pretend one. */
export const canShow = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY) || onPath('Xvfb');

/** The screen of this machine; on Linux without one, Xvfb's, on a display number that it takes itself. */
export async function openDisplay(): Promise<Display> {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) {
    return { environment: {}, close: () => {} };
  }
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise<string>((found, failed) => {
    server.once('error', failed);
    server.once('exit', (code) => failed(new Error(`Xvfb ended with exit code ${code}`)));
    (server.stdio[3] as Readable).once('data', (chunk: Buffer) => found(chunk.toString().trim()));
  });
  return { environment: { DISPLAY: `:${number}` }, close: () => void server.kill() };
}
