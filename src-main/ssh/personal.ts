import { homedir } from 'node:os';
import { join } from 'node:path';
import type { MachinesOptions } from './machines.ts';

/** What belongs to the person who runs the app: ~/.ssh and the agent, and our own known_hosts in the data folder. */
export const personalSsh = (
  home: string,
): Pick<MachinesOptions, 'knownHostsPath' | 'alsoKnownHostsPath' | 'agentSocket'> & { sshConfigPath: string } => ({
  knownHostsPath: join(home, 'known_hosts'),
  alsoKnownHostsPath: join(homedir(), '.ssh', 'known_hosts'),
  sshConfigPath: join(homedir(), '.ssh', 'config'),
  ...(process.env.SSH_AUTH_SOCK ? { agentSocket: process.env.SSH_AUTH_SOCK } : {}),
});
