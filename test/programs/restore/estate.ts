import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { type Delivered, deliver, type Fetched } from '../../../src-main/programs/restore/deliver.ts';
import { createHold, type NewHold } from '../../../src-main/programs/restore/hold.ts';
import { type PackedTarball, packHold } from '../../../src-main/programs/restore/pack.ts';
import type { SelectedNight } from '../../../src-main/programs/restore/selection.ts';
import type { Machines } from '../../../src-main/ssh/types.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';
import type { Shell } from '../../support/shells.ts';

export const ROOT = '/mnt/data1/69.55.238.98-col00214-DIR';
export const nights = {
  first: { runId: '20130222T081000Z-aaaaaa', date: '2013-02-22', label: '2013-02-22' },
  second: { runId: '20130224T081000Z-bbbbbb', date: '2013-02-24', label: '2013-02-24' },
};

/** A server and a host of one customer on this machine; the host's `ssh` is a script that runs the command here. */
export class RestoreEstate {
  readonly built: BackupdirBuilder;
  readonly bin: string;
  readonly host: string;
  readonly machines: Machines;

  private constructor(built: BackupdirBuilder, shell: Shell, env: Record<string, string>) {
    this.built = built;
    this.bin = join(built.folder, 'bin');
    this.host = join(built.folder, 'host');
    this.machines = localMachines({
      shell: shell.argv,
      env: { PATH: `${this.bin}:${process.env.PATH}`, ...env },
      envOf: (machine) => (machine === 'jail15' ? { NIGHTKEEP_PREFIX: this.host } : undefined),
    });
  }

  static async make(shell: Shell, env: Record<string, string> = {}): Promise<RestoreEstate> {
    const estate = new RestoreEstate(await BackupdirBuilder.make(), shell, env);
    await mkdir(estate.inRoot('/'), { recursive: true });
    await mkdir(estate.bin);
    await estate.tool('sh', `exec ${shell.argv.join(' ')} "$@"`);
    await estate.tool('ssh', 'while [ "$1" = -o ]; do shift 2; done; shift; unset NIGHTKEEP_PREFIX; exec sh -c "$*"');
    return estate;
  }

  /** Puts a program of that name first on the PATH. */
  async tool(name: string, script: string): Promise<void> {
    const path = join(this.bin, name);
    await writeFile(path, `#!/bin/bash\n${script}\n`);
    await chmod(path, 0o755);
  }

  /** A path in the customer's root, as it is on this machine. */
  inRoot(path: string): string {
    return join(this.host, ROOT, path);
  }

  newHold(selected: readonly SelectedNight[], over: Partial<NewHold> = {}): NewHold {
    return {
      backupdir: this.built.path,
      root: ROOT,
      nights: selected,
      id: '20130228T120000Z-hhhhhh',
      host: 'jail15',
      customer: 'col00214',
      ticket: '#48213',
      reason: 'restore',
      by: 'anna',
      at: '2013-02-28T12:00:00Z',
      until: '2013-03-14T12:00:00Z',
      message: 'held 22 Feb',
      ...over,
    };
  }

  hold(selected: readonly SelectedNight[], over: Partial<NewHold> = {}) {
    return runProgram(this.machines, 'backup1', createHold, this.newHold(selected, over));
  }

  /** Holds, and packs at the same time. */
  take(selected: readonly SelectedNight[], over: Partial<NewHold> = {}) {
    return this.hold(selected, { tarball: 'col00214-2013-02-22..24', ...over });
  }

  pack(name = 'col00214-2013-02-22..24.tar.gz', id = '20130228T120000Z-hhhhhh'): Promise<PackedTarball> {
    return runProgram(this.machines, 'backup1', packHold, { backupdir: this.built.path, id, name });
  }

  delivery(packed: PackedTarball, over: Partial<Fetched> = {}): Fetched {
    return {
      from: 'server',
      configPath: undefined,
      root: ROOT,
      name: packed.name.replace(/\.tar\.gz$/, ''),
      server: 'backup1',
      backupdir: this.built.path,
      hold: '20130228T120000Z-hhhhhh',
      tarball: packed.name,
      bytes: packed.bytes,
      sha256: packed.sha256,
      ...over,
    };
  }

  deliver(packed: PackedTarball, over: Partial<Fetched> = {}, signal?: AbortSignal): Promise<Delivered> {
    return runProgram(this.machines, 'jail15', deliver, this.delivery(packed, over), { signal });
  }

  remove(): Promise<void> {
    return this.built.remove();
  }
}
