import { type Fleet, NightkeepError } from '../../contract/index.ts';
import { readMachineList } from '../../domain/machine-list.ts';
import { proposePatterns, showPattern } from '../../domain/propose-patterns.ts';
import type { Jobs } from '../../jobs/types.ts';
import type { Machines } from '../../ssh/types.ts';
import { readSshAliases } from '../../stores/ssh-aliases.ts';
import type { Handlers } from '../feature.ts';
import { inParallel } from '../fleet/in-parallel.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { meetMachine } from './meet.ts';

export { createDrafts };

export interface FirstRunDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  drafts: Drafts;
  /** The user's own, such as ~/.ssh/config. */
  sshConfigPath: string;
}

type FirstRunCommands =
  | 'machines.meetNew'
  | 'fleet.sshAliases'
  | 'fleet.readList'
  | 'patterns.propose'
  | 'patterns.show';

const AT_ONCE = 16;

/** Brings machines into the fleet: where they are named, how each is met, how their customers are found. */
export const createFirstRunFeature = (deps: FirstRunDeps): Handlers<FirstRunCommands> => ({
  'fleet.sshAliases': () => ({ aliases: readSshAliases(deps.sshConfigPath) }),
  'fleet.readList': ({ text }) => readMachineList(text),
  'patterns.propose': ({ paths }) => ({ patterns: proposePatterns(paths) }),
  'patterns.show': ({ paths, patterns }) => ({ patterns: patterns.map((pattern) => showPattern(pattern, paths)) }),

  'machines.meetNew'({ machines }) {
    const { servers, hosts } = deps.fleet();
    const known = new Set([...servers, ...hosts].map(({ name }) => name));
    const again = machines.find(({ name }) => known.has(name));
    if (again) throw new NightkeepError('conflict', `${again.name} is in the fleet already`, { machine: again.name });
    for (const { name, ssh, become } of machines) deps.drafts.put(name, { ssh, become });
    const step = 'Reach each machine';
    return deps.jobs.start({
      command: 'machines.meetNew',
      title: machines.length === 1 ? `Meet ${machines[0]?.name}` : `Meet ${machines.length} machines`,
      steps: [step],
      async work(context) {
        context.step(step);
        let done = 0;
        const met = await inParallel(machines, AT_ONCE, async (machine) => {
          context.signal.throwIfAborted();
          const one = await meetMachine(deps.machines, machine, context.signal);
          done += 1;
          context.progress({ done, total: machines.length, message: machine.name });
          return one;
        });
        return { machines: met };
      },
    });
  },
});
