import type { Activity } from '../contract/index.ts';
import { anyHas, isFurther, partOf } from '../domain/part-of.ts';
import type { ActionRecord } from '../programs/restore/actions.ts';
import type { Actions } from './actions.ts';
import { askServers, type EveryPlaceDeps, everyPlace, itemsOf } from './every-place.ts';
import type { Handlers } from './feature.ts';
import type { KnownLists } from './known-lists.ts';

export interface ActivityDeps extends EveryPlaceDeps {
  lists: Pick<KnownLists, 'actions'>;
}

export interface ActivityFeatureDeps extends ActivityDeps {
  actions: Pick<Actions, 'unsent' | 'flush'>;
}

const MOST = 200;

export interface KnownAction {
  server: string;
  host: string;
  action: ActionRecord;
}

/** What was done for these hosts' customers, newest first; for all hosts where none are named. */
export async function readActions(
  deps: ActivityDeps,
  { hosts, scrolled }: { hosts?: readonly string[] | undefined; scrolled?: boolean } = {},
): Promise<KnownAction[]> {
  const actions = await askServers(await everyPlace(deps, hosts), async (server, places) => {
    const found = await itemsOf(deps.lists.actions, server, places, scrolled);
    return found.map(
      // What was done to a server lies in the log of any of its hosts.
      ({ place, item: action }): KnownAction => ({
        server,
        host: action.machine ? '' : action.host || place.host,
        action,
      }),
    );
  });
  // A place tells its oldest first, and the sort leaves what happened within one second as it stands.
  return withoutRepeats(actions.reverse()).sort(newestFirst);
}

const newestFirst = (a: { action: ActionRecord }, b: { action: ActionRecord }) =>
  a.action.at < b.action.at ? 1 : a.action.at > b.action.at ? -1 : 0;

/** One that was told twice, since the first answer was lost, has the same id. */
function withoutRepeats<Known extends { action: ActionRecord }>(actions: readonly Known[]): Known[] {
  const told = new Set<string>();
  return actions.filter(({ action: { id } }) => !id || (!told.has(id) && told.add(id)));
}

export function createActivityFeature(deps: ActivityFeatureDeps): Handlers<'activity.list'> {
  return {
    async 'activity.list'({ customer, host, action: what, query, offset, limit = MOST }) {
      // Those that wait are told on the side: whether or not it works, each is in the answer once.
      const waiting = deps.actions.unsent();
      const [noted] = await Promise.all([
        readActions(deps, { hosts: host === undefined ? undefined : [host], scrolled: isFurther({ offset }) }),
        deps.actions.flush(),
      ]);
      const unsent = new Set(deps.actions.unsent().map(({ action }) => action.id));
      const here = waiting
        .filter(({ action }) => host === undefined || action.host === host)
        .map(({ machine, action }) => ({
          server: unsent.has(action.id) ? undefined : machine,
          host: action.host ?? '',
          action,
        }));
      const wanted = withoutRepeats([...noted, ...here.reverse()])
        .sort(newestFirst)
        .filter(({ action }) => customer === undefined || action.customer === customer)
        .filter(({ action }) => what === undefined || action.action === what)
        .map(activityOf)
        .filter((one) => anyHas(query, [one.by, one.action, one.customer, one.host, one.ticket, one.message]));
      const { items: activity, ...part } = partOf(wanted, { offset, limit });
      return { activity, ...part };
    },
  };
}

const activityOf = ({
  server,
  host,
  action,
}: Omit<KnownAction, 'server'> & { server: string | undefined }): Activity => ({
  at: action.at,
  by: action.by,
  server,
  action: action.action,
  host: host || undefined,
  customer: action.customer || undefined,
  ticket: action.ticket || undefined,
  message: action.message ?? '',
  diff: action.diff || undefined,
});
