import type { BackupdirIdentity, Fleet } from '../contract/index.ts';
import { spokenDay } from '../domain/spoken.ts';
import { type FoundIdentity, type IdentityState, identityProgram } from '../programs/keeper/identity.ts';
import type { Machines } from '../ssh/types.ts';
import type { FactStore } from '../stores/history/fact-store.ts';
import type { History } from '../stores/history/history.ts';
import type { Handlers } from './feature.ts';
import type { ServerFacts } from './fleet/server-facts.ts';
import { hostOf } from './host-of.ts';
import type { NightPlace } from './nights-reader.ts';
import { runProgram } from './run-program.ts';

export interface BackupdirDeps {
  machines: Machines;
  fleet: () => Fleet;
  places: { of(host: string): Promise<NightPlace>; known(host: string): NightPlace | undefined };
  history: Pick<History, 'facts'>;
  serverFacts: Pick<ServerFacts, 'of' | 'set'>;
  /** Has what is known of these hosts judged anew. */
  touch: (hosts: readonly string[]) => void;
  now: () => Date;
}

const IDLE_MS = 60_000;

/** The mark of each host's backupdir that this app saw last; it counts as long as the host's nights lie there. */
export interface Marks {
  of(host: string): string | undefined;
  save(host: string, id: string): void;
}

export function createMarks(facts: FactStore, placeOf: (host: string) => NightPlace | undefined): Marks {
  return {
    of(host) {
      const known = facts.get(`mark:${host}`) as Partial<NightPlace & { id: string }> | undefined;
      const place = placeOf(host);
      return known?.server === place?.server && known?.backupdir === place?.backupdir ? known?.id : undefined;
    },
    save(host, id) {
      const place = placeOf(host);
      if (!place || id === '') return;
      facts.set(`mark:${host}`, { server: place.server, backupdir: place.backupdir, id });
    },
  };
}

export function createBackupdirFeature(deps: BackupdirDeps): Handlers<'backupdir.check' | 'backupdir.confirm'> {
  const { machines, fleet, places, now } = deps;
  const marks = createMarks(deps.history.facts, places.known);

  async function ask(host: string, confirm?: { by: string; target: string }): Promise<BackupdirIdentity> {
    hostOf(fleet(), host);
    const { server, backupdir } = await places.of(host);
    const mark = marks.of(host);
    const expected = mark === undefined ? [] : [mark];
    const input = { backupdir, host, expected, now: now(), confirm };
    const found = await runProgram(machines, server, identityProgram, input, { idleTimeoutMs: IDLE_MS });
    if (found.state === 'own' && found.id !== mark) marks.save(host, found.id ?? '');
    return told({ host, server, backupdir, timeZone: fleet().timeZone }, found, mark !== undefined);
  }

  return {
    'backupdir.check': ({ host }) => ask(host),
    async 'backupdir.confirm'({ host, confirm }, { by }) {
      const confirmed = await ask(host, { by, target: confirm });
      // What was missed there is missed no more.
      deps.serverFacts.set(host, { ...deps.serverFacts.of(host), lost: [], lostAt: undefined });
      deps.touch([host]);
      return confirmed;
    },
  };
}

function told(
  { host, server, backupdir, timeZone }: NightPlace & { host: string; timeZone: string },
  { state, why, owner, since, nights }: FoundIdentity,
  isRemembered: boolean,
): BackupdirIdentity {
  const isDated = since !== undefined && !Number.isNaN(Date.parse(since));
  const whose = isDated ? `it is the backupdir of ${owner} since ${spokenDay(since, timeZone)}` : undefined;
  const words: Record<IdentityState, string> = {
    own: `It is the backupdir of ${host}.`,
    new: 'It is empty; the first night makes it this host’s.',
    unmarked: 'Its nights are from before backupdirs were marked; the next night marks it as this host’s.',
    other: `It is not this host’s: ${whose ?? why}.`,
    lost: `It is not what it was: ${why}`,
    absent: isRemembered
      ? 'It is gone, though nights lay in it: is its disk mounted?'
      : 'It is not there yet; the first night makes it.',
  };
  const isOther = state === 'other' || state === 'lost' || (state === 'absent' && isRemembered);
  return { host, server, backupdir, state, isTrouble: isOther, message: words[state], owner, since, nights };
}
