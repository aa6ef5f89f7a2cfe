import type { Activity } from '../contract/index.ts';
import { type ActionRecord, listActions } from '../programs/restore/actions.ts';
import type { Machines } from '../ssh/types.ts';
import { askServers, type EveryPlaceDeps, everyPlace } from './every-place.ts';
import type { Handlers } from './feature.ts';
import { runProgram } from './run-program.ts';

export interface ActivityDeps extends EveryPlaceDeps {
  machines: Machines;
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
  { hosts, most }: { hosts?: readonly string[] | undefined; most?: number } = {},
): Promise<KnownAction[]> {
  const actions = await askServers(await everyPlace(deps, hosts), async (server, places) => {
    const backupdirs = places.map(({ backupdir }) => backupdir);
    const found = await runProgram(deps.machines, server, listActions, { backupdirs, most });
    return found.map(({ backupdir, action }): KnownAction => {
      const place = places.find((each) => each.backupdir === backupdir);
      return { server, host: action.host || place?.host || '', action };
    });
  });
  // A place tells its oldest first, and the sort leaves what happened within one second as it stands.
  return actions.reverse().sort((a, b) => (a.action.at < b.action.at ? 1 : a.action.at > b.action.at ? -1 : 0));
}

export function createActivityFeature(deps: ActivityDeps): Handlers<'activity.list'> {
  return {
    async 'activity.list'({ customer, host, limit = MOST }) {
      const actions = await readActions(deps, { hosts: host === undefined ? undefined : [host] });
      const wanted = actions.filter(({ action }) => customer === undefined || action.customer === customer);
      return { activity: wanted.slice(0, limit).map(activityOf) };
    },
  };
}

const activityOf = ({ server, host, action }: KnownAction): Activity => ({
  at: action.at,
  by: action.by,
  server,
  action: action.action,
  host: host || undefined,
  customer: action.customer || undefined,
  ticket: action.ticket || undefined,
  message: action.message ?? '',
});
