import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A moment in a run: just before or just after the nth time that a command is called on a machine. */
export interface Moment {
  machine: string;
  command: string;
  occurrence: number;
  when: 'before' | 'after';
}

const nameOf = ({ machine, command, occurrence }: Omit<Moment, 'when'>) => `${machine}.${command}.${occurrence}`;

/**
 * Stands in front of commands on PATH, counts their calls, and stops at one of them until it is told to go on, so that
 * a test can do its worst exactly there. It is a script without a fork before the command it is there for.
 */
export class Shims {
  readonly bin: string;
  readonly #state: string;

  constructor(folder: string, commands: Record<string, string>) {
    this.bin = join(folder, 'shims');
    this.#state = join(folder, 'shims-state');
    mkdirSync(this.bin, { recursive: true });
    mkdirSync(this.#state, { recursive: true });
    for (const [name, real] of Object.entries(commands)) {
      writeFileSync(join(this.bin, name), this.#script(name, real));
      chmodSync(join(this.bin, name), 0o755);
    }
  }

  #script(name: string, real: string): string {
    return `#!/bin/sh
state='${this.#state}' call=$NIGHTKEEP_TEST_MACHINE.${name}
set -C
n=1
until true >"$state/$call.$n"; do n=$((n + 1)); done 2>/dev/null
set +C
halt() {
  : >"$state/reached"
  until [ -e "$state/go" ] || [ ! -d "$state" ]; do sleep 0.01; done
}
[ ! -e "$state/$call.$n.before" ] || halt
[ -e "$state/$call.$n.after" ] || exec '${real}' "$@"
'${real}' "$@"
code=$?
halt
exit $code
`;
  }

  /** Forgets what was counted and where to stop. */
  clear(): void {
    rmSync(this.#state, { recursive: true, force: true });
    mkdirSync(this.#state);
  }

  stopAt(moment: Moment): void {
    this.clear();
    writeFileSync(join(this.#state, `${nameOf(moment)}.${moment.when}`), '');
  }

  /** The calls so far, each as a moment to stop at another time, in no certain order. */
  calls(): Omit<Moment, 'when'>[] {
    return readdirSync(this.#state)
      .sort()
      .flatMap((name) => {
        const [machine = '', command = '', occurrence, more] = name.split('.');
        return occurrence === undefined || more !== undefined
          ? []
          : { machine, command, occurrence: Number(occurrence) };
      });
  }

  /** True once the moment has come; false where `over` says first that it will not come any more. */
  async reached(over: () => boolean): Promise<boolean> {
    for (;;) {
      if (existsSync(join(this.#state, 'reached'))) return true;
      if (over()) return false;
      await pause(2);
    }
  }

  goOn(): void {
    writeFileSync(join(this.#state, 'go'), '');
  }
}
