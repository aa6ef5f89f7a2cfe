import { join } from 'node:path';
import type { HostPlan } from './plan.ts';

/** Where things lie in a fleet's folder. A machine's `/` is the folder of its name. */
export interface Layout {
  folder: string;
  /** The data folder of the app, NIGHTKEEP_HOME. */
  home: string;
  /** The key with which staff log in everywhere. */
  staffKey: string;
  /** The machine's `/`. */
  root: (machine: string) => string;
  /** What a machine has beside its `/`: keys, sshd, programs that stand first in its PATH, mail it sent. */
  own: (machine: string, ...parts: string[]) => string;
  backupdir: (host: HostPlan) => string;
  configPath: (host: HostPlan) => string;
  /** Where a host's nights lie until its week is whole, on the file system of its backupdir, and the config that says so. */
  makingDir: (host: HostPlan) => string;
  makingConfig: (host: HostPlan) => string;
  /** An entry of a customer as it stands in backup.config. */
  entry: (host: HostPlan, customerFolder: string, entry: string) => string;
}

export function layoutIn(folder: string): Layout {
  const root = (machine: string) => join(folder, machine);
  return {
    folder,
    home: join(folder, 'home'),
    staffKey: join(folder, 'machines', 'staff', 'id_ed25519'),
    root,
    own: (machine, ...parts) => join(folder, 'machines', machine, ...parts),
    backupdir: (host) => join(root(host.server), 'data', host.name),
    configPath: (host) => join(root(host.name), host.configPath),
    makingDir: (host) => join(root(host.server), 'making', host.name),
    makingConfig: (host) => join(folder, 'machines', host.name, 'making.config'),
    entry: (host, customerFolder, entry) => join(root(host.name), host.customersAt, customerFolder, entry),
  };
}
