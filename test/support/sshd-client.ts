import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sshd } from './sshd.ts';

export interface ClientOptions {
  /** The machine's own folder for ssh_config and known_hosts. */
  folder: string;
  /** The folder that stands first in the machine's PATH; `ssh` is written into it. */
  bin: string;
  /** The machine's private key. */
  identityFile: string;
  /** Whom it can reach, by the names it calls them. */
  servers: readonly Pick<Sshd, 'name' | 'host' | 'port' | 'user' | 'knownHostsLine'>[];
}

/**
 * Gives a machine its own `ssh` that knows only the servers told. OpenSSH's ssh takes the account's home from the user
 * database, not from $HOME, so only a wrapper with -F can keep machines of one account apart.
 */
export async function writeSshClient(options: ClientOptions): Promise<{ ssh: string; configFile: string }> {
  const { folder, bin, identityFile, servers } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(bin, { recursive: true });
  const knownHosts = join(folder, 'known_hosts');
  const configFile = join(folder, 'ssh_config');
  await writeFile(knownHosts, servers.map((server) => `${server.knownHostsLine}\n`).join(''), { mode: 0o600 });
  const blocks = servers.map((server) =>
    [`Host ${server.name}`, `  HostName ${server.host}`, `  Port ${server.port}`, `  User ${server.user}`].join('\n'),
  );
  const common = [
    'Host *',
    `  IdentityFile "${identityFile}"`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    `  UserKnownHostsFile "${knownHosts}"`,
    '  GlobalKnownHostsFile none',
    '  StrictHostKeyChecking yes',
    '  LogLevel ERROR',
  ].join('\n');
  await writeFile(configFile, `${[...blocks, common].join('\n')}\n`, { mode: 0o600 });
  const ssh = join(bin, 'ssh');
  await writeFile(ssh, `#!/bin/sh\nexec /usr/bin/ssh -F '${configFile.replaceAll("'", "'\\''")}' "$@"\n`, {
    mode: 0o755,
  });
  return { ssh, configFile };
}
