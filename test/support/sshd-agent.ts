import { execFile, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SshAgent {
  socket: string;
  /** Adds an unencrypted private key. */
  add: (privateFile: string) => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts an ssh-agent of its own, with its socket in `folder`. A socket's path may have about 100 characters. */
export async function startSshAgent(folder: string): Promise<SshAgent> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const socket = join(folder, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  // It says where it listens once it does.
  await new Promise<void>((resolve, reject) => {
    agent.once('error', reject);
    agent.once('exit', () => reject(new Error('ssh-agent ended')));
    agent.stdout.once('data', () => resolve());
  });
  const ended = new Promise((resolve) => agent.once('exit', resolve));
  return {
    socket,
    add: async (privateFile) => {
      await promisify(execFile)('ssh-add', ['-q', privateFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    },
    stop: async () => {
      agent.kill();
      await ended;
    },
  };
}
