import type { ErrorEnvelope } from '../errors.ts';
import type { MachineRole } from './machines.ts';

/** A machine as a line of a pasted list has it. */
export interface ListedMachine {
  name: string;
  ssh: { host: string; user?: string | undefined; port?: number | undefined };
  configPath?: string | undefined;
}

export interface MachineList {
  machines: ListedMachine[];
  /** Lines that are not understood, each with why. */
  problems: { line: number; message: string }[];
}

/** A machine as it was met before it is in the fleet. */
export interface MetMachine {
  name: string;
  role: MachineRole;
  /** Why it can't be used as it is; where it is missing, it can. */
  error?: ErrorEnvelope | undefined;
  os?: string | undefined;
  /** Each backup.config that was found. */
  configs: string[];
  /** Of the first one: where its nights go, and what it names. */
  configPath?: string | undefined;
  server?: string | undefined;
  backupdir?: string | undefined;
  /** At most some hundred of its entries. */
  entries: string[];
  /** A server's folders with nights in them. */
  backupdirs: string[];
}

/** A customer pattern, shown on real paths. */
export interface ShownPattern {
  pattern: string;
  /** Why it can't be used. */
  why?: string | undefined;
  customers: number;
  examples: { path: string; id: string; ip?: string | undefined; root: string }[];
}
