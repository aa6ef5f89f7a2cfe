import { type CommandArguments, type MetMachine, NightkeepError } from '../../contract/index.ts';
import { textFromBytes } from '../../domain/bytes.ts';
import { copyableEntries, parseConfig } from '../../domain/config.ts';
import { lookAroundProgram } from '../../programs/fleet/look-around.ts';
import { readConfigProgram } from '../../programs/host/config-file.ts';
import type { Machines } from '../../ssh/types.ts';
import { runProgram } from '../run-program.ts';

export type MachineToMeet = CommandArguments<'machines.meetNew'>['machines'][number];

/** Entries that are told of each host: patterns are proposed from them. */
const ENTRIES_TOLD = 200;

/** Reaches a machine, logs in and looks for what Nightkeep needs of it. What goes wrong is part of the answer. */
export async function meetMachine(
  machines: Machines,
  { name, role, configPath }: MachineToMeet,
  signal: AbortSignal,
): Promise<MetMachine> {
  const met: MetMachine = { name, role, configs: [], entries: [], backupdirs: [] };
  try {
    const seen = await runProgram(machines, name, lookAroundProgram, { role, configPath }, { signal });
    Object.assign(met, { os: seen.os, configs: seen.configs, backupdirs: seen.backupdirs });
    if (role === 'host') Object.assign(met, await readFirst(machines, name, seen.configs[0], signal));
  } catch (error) {
    if (!(error instanceof NightkeepError) || error.code === 'cancelled') throw error;
    met.error = error.toEnvelope();
  }
  return met;
}

async function readFirst(
  machines: Machines,
  name: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<Partial<MetMachine>> {
  if (path === undefined) {
    const message = `${name} has no backup.config in the usual places; say where it lies, or install Nightkeep there later`;
    throw new NightkeepError('not-found', message, { machine: name, missing: 'config' });
  }
  const bytes = await runProgram(machines, name, readConfigProgram, { path }, { signal });
  const { server, backupdir, entries } = parseConfig(textFromBytes(bytes));
  const paths = copyableEntries(entries).map((entry) => entry.path);
  return { configPath: path, server, backupdir, entries: paths.slice(0, ENTRIES_TOLD) };
}
