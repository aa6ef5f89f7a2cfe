import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SshTarget } from '../../../../src-main/contract/index.ts';
import { createMachines } from '../../../../src-main/ssh/machines.ts';
import type { ServerName, World } from './world.ts';

export interface Case {
  /** What the person has in ~/.ssh/config, which keys, which machine. */
  name: string;
  server?: ServerName;
  /** ~/.ssh/config; the machine is called `host` in it. */
  config?: (world: World, server?: ServerName) => string;
  /** known_hosts; by default the machine's own key by its address. */
  known?: (world: World) => string;
  agent?: keyof World['agents'];
  env?: (world: World) => Record<string, string>;
  /** Further files, by their names in the world's folder. */
  files?: (world: World) => Record<string, string>;
  /** What the fleet says of the machine besides. */
  fleet?: Partial<SshTarget>;
  /** Why Nightkeep does otherwise than ssh, where it does. */
  differs?: string;
}

export interface Told {
  ssh: string;
  nightkeep: string;
}

const IN = 'in';
/** Jump hosts read it, too, which options on the command line never reach. */
const strict = ' GlobalKnownHostsFile /dev/null\n StrictHostKeyChecking yes\n';

/** What `ssh host true` did, and what Nightkeep does, with the same files. */
export async function both(world: World, one: Case): Promise<Told> {
  const server = world.servers[one.server ?? 'plain'];
  const file = (name: string) => join(world.folder, name);
  const known = one.known?.(world) ?? `${server.knownHostsLine}\n${world.servers.gate.knownHostsLine}\n`;
  for (const [name, text] of Object.entries(one.files?.(world) ?? {})) await writeFile(file(name), text);
  const config = one.config?.(world, one.server) ?? `Host host\n${way(world, one.server)}${key(world)}`;
  await writeFile(file('config'), `${config}\nHost *\n UserKnownHostsFile ${file('known-ssh')}\n${strict}`);
  // Each has its own: Nightkeep may write into it.
  for (const who of ['ssh', 'nightkeep']) await writeFile(file(`known-${who}`), known);
  const env = { ...process.env, SSH_AUTH_SOCK: one.agent && world.agents[one.agent].socket, ...one.env?.(world) };
  return { ssh: told(world, await bySsh(file, env)), nightkeep: told(world, await byNightkeep(one, file, env)) };
}

export const way = (world: World, server: ServerName = 'plain') =>
  ` HostName 127.0.0.1\n Port ${world.servers[server].port}\n User ${world.user}\n`;

export const key = (world: World, name: keyof World['keys'] = 'ed25519') =>
  ` IdentityFile ${world.keys[name].privateFile}\n IdentitiesOnly yes\n`;

function bySsh(file: (name: string) => string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      'ssh',
      ['-F', file('config'), '-o', 'BatchMode=yes', 'host', 'true'],
      { env, timeout: 300_000 },
      (error, stdout, stderr) => resolve(error ? lastLine(stderr || stdout) : IN),
    );
  });
}

async function byNightkeep(one: Case, file: (name: string) => string, env: NodeJS.ProcessEnv): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, one.env ? env : {});
  const machines = createMachines({
    targets: (name) => (name === 'host' ? { ssh: { host: 'host', ...one.fleet }, become: 'none' } : undefined),
    knownHostsPath: file('known-nightkeep'),
    sshConfigPath: file('config'),
    ...(env.SSH_AUTH_SOCK ? { agentSocket: env.SSH_AUTH_SOCK } : {}),
  });
  try {
    await machines.exec('host', { script: 'true' });
    return IN;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await machines.close();
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  }
}

const lastLine = (stderr: string) =>
  stderr
    .trim()
    .split('\n')
    .filter((line) => !/^(?:\*\*|Pseudo-terminal)/.test(line))
    .at(-1)
    ?.trim() || 'not in, without a word';

/** Without what is different on each machine and in each run. */
function told(world: World, text: string): string {
  return text
    .replaceAll(world.folder, '~/.ssh')
    .replace(/(?::| port )\d{4,5}\b/g, '')
    .replaceAll('[127.0.0.1]', '127.0.0.1')
    .replace(new RegExp(`\\b${world.user}\\b`, 'g'), 'me')
    .replace('Temporary failure in name resolution', 'Name or service not known')
    .replace(/SHA256:[\w+/]{43}/g, 'SHA256:…')
    .replace(/[a-z0-9@.-]+(?:,[a-z0-9@.-]+){4,}/g, '…')
    .trim();
}
