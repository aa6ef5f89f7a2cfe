import { type Night, NightkeepError, type RehearsalOutcome } from '../../contract/index.ts';
import { nightsOfCustomer } from '../../domain/nights.ts';
import type { JobContext } from '../../jobs/types.ts';
import { rehearse } from '../../programs/proof/rehearse.ts';
import { instant } from '../restore/deps.ts';
import { runProgram } from '../run-program.ts';
import type { ProofDeps } from './proof.ts';

/** The most of one customer that is rehearsed, beside which the server needs twice as much of room for a while. */
const MEGABYTES = 2048;
/** A tool may work long on one large file without a word, but not for ever. */
const IDLE_MS = 6 * 60 * 60_000;

/** As the program tells them. */
const names: Record<string, string> = {
  pack: 'Pack it as a restore does',
  unpack: 'Unpack it beside',
  compare: 'Compare it with the night',
};
const FIRST = 'Find the newest night';
export const rehearsalSteps = [FIRST, ...Object.values(names)];

/** Has the newest night that has anything of a customer packed, unpacked and compared, on its server. */
export async function rehearseOf(
  deps: ProofDeps,
  { customer, host, root }: { customer: string; host: string; root: string },
  { step, progress, signal }: Pick<JobContext, 'step' | 'progress' | 'signal'>,
): Promise<RehearsalOutcome> {
  step(FIRST);
  const { place, nights } = await deps.nights.of(host);
  const { server, backupdir } = place;
  const night = newestOf(nights, root);
  if (!night)
    throw new NightkeepError('not-found', `${host}: no night has anything of ${customer}`, { host, customer });
  const { runId, date } = night;
  const { names: wrong, ...found } = await runProgram(
    deps.machines,
    server,
    rehearse,
    { backupdir, at: instant(deps.now()), customer, root, night: { runId, date }, megabytes: MEGABYTES },
    {
      signal,
      idleTimeoutMs: IDLE_MS,
      onEvent: (event) =>
        'step' in event ? step(names[event.step] ?? '') : progress({ done: event.done, unit: 'files' }),
    },
  );
  await deps.known.learn([host]);
  return { host, server, ...found, names: wrong };
}

/** In rotation, and whole as far as its record says. */
const newestOf = (nights: readonly Night[], root: string): Night | undefined =>
  nightsOfCustomer(nights, root).find(({ index, state }) => index >= 0 && (state === 'good' || state === 'warning'));
