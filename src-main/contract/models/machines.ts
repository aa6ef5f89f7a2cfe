// Hosts and servers.

export type MachineRole = 'host' | 'server';

export interface MachineStatus {
  name: string;
  role: MachineRole;
  state: 'connected' | 'idle' | 'connecting' | 'unreachable';
  latencyMs?: number | undefined;
  freeBytes?: number | undefined;
  totalBytes?: number | undefined;
  error?: string | undefined;
}

export interface HostProbe {
  os: string;
  shell: string;
  rsync?: string | undefined;
  ssh?: string | undefined;
  tar?: string | undefined;
  sendmail?: string | undefined;
  /** Version of the installed scripts. */
  scripts?: string | undefined;
  /** The cron line, where there is one. */
  schedule?: string | undefined;
  clockSkewSeconds: number;
  freeBytes?: number | undefined;
}

export interface InstallPlan {
  /** What will be, or was, done, in order, in plain words with the path. */
  steps: string[];
  schedule: string;
  changed: boolean;
  dryRun: boolean;
}

export interface HostKey {
  machine: string;
  host: string;
  port: number;
  keyType: string;
  /** SHA256:… as OpenSSH prints it. */
  fingerprint: string;
}
