import type { MachineTarget } from '../../ssh/target.ts';

/** Machines that are tried before they are in the fleet. */
export interface Drafts {
  put(name: string, target: MachineTarget): void;
  of(name: string): MachineTarget | undefined;
}

/** Those put longest ago are forgotten first: what is in use is in the fleet by then. */
const MOST = 5000;

export function createDrafts(): Drafts {
  const targets = new Map<string, MachineTarget>();
  return {
    put(name, target) {
      targets.delete(name);
      targets.set(name, target);
      const oldest = targets.keys().next();
      if (targets.size > MOST && !oldest.done) targets.delete(oldest.value);
    },
    of: (name) => targets.get(name),
  };
}
