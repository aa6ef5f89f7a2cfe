import {
  type DigestSettings,
  digestSettings,
  type FailureItem,
  type Fleet,
  NightkeepError,
  type Tonight,
} from '../../contract/index.ts';
import { type DigestState, digestOf, dueDigest } from '../../domain/digest.ts';
import { dateIn } from '../../domain/time.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';
import type { Settings } from '../../stores/settings.ts';
import type { Act } from '../actions.ts';
import type { Clock } from '../clock.ts';
import type { Handlers } from '../feature.ts';
import { postJson } from './post.ts';

export interface DigestDeps {
  settings: Pick<Settings, 'read' | 'write'>;
  facts: FactStore;
  fleet: () => Fleet;
  clock: Clock;
  failures: () => Promise<readonly FailureItem[]>;
  tonight: () => Promise<Tonight>;
  note: (act: Act, by: string) => void;
  by: string;
  /** Sends it by itself, while the app is open. */
  watch: boolean;
  /** Runs what nobody waits for. */
  start: (what: string, work: () => Promise<unknown>) => void;
  post?: typeof postJson;
}

export interface DigestFeature {
  handlers: Handlers<'digest.get' | 'digest.set' | 'digest.test' | 'digest.due'>;
  close(): void;
}

const FACT = 'digest';
const LOOK_EVERY_MS = 60_000;
const USUAL = '08:00';
/** So long what is not known yet is waited for. */
const WAIT_MS = 3_600_000;

/** Once a day, what failed goes to a webhook. */
export function createDigest(deps: DigestDeps): DigestFeature {
  const { settings, facts, fleet, clock, by, post = postJson } = deps;
  let sending: Promise<boolean> | undefined;

  const current = () => digestSettings.safeParse(settings.read('digest')).data ?? { url: undefined, at: USUAL };
  const last = () => facts.get(FACT) as DigestState | undefined;

  function shown(): DigestSettings {
    const { url, at } = current();
    const before = last();
    return {
      host: url && new URL(url).host,
      at,
      last: before && before.tries > 0 ? { at: before.at, sent: before.sent, message: before.message } : undefined,
    };
  }

  function address(): string {
    const { url } = current();
    if (!url)
      throw new NightkeepError('bad-input', 'There is no address to send the digest to: enter one in Settings.');
    return url;
  }

  async function send(date: string, tonight: Tonight): Promise<string> {
    const url = address();
    const digest = digestOf(await deps.failures(), tonight, date);
    const { host } = new URL(url);
    const [server] = fleet().servers;
    const note = (message: string) => server && deps.note({ action: 'digest', machine: server.name, message }, by);
    try {
      await post(url, digest);
    } catch (error) {
      if (error instanceof NightkeepError) note(`could not send the digest of ${date}: ${error.message}`);
      throw error;
    }
    const message = `sent the digest of ${date} to ${host}: ${digest.open === 0 ? 'nothing is' : digest.open} open`;
    note(message);
    return message;
  }

  async function sendDue(): Promise<boolean> {
    const { url, at } = current();
    const now = clock.now();
    const before = last();
    const date = url ? dueDigest(at, fleet().timeZone, now, before) : undefined;
    if (!date) return false;
    const tonight = await deps.tonight();
    // Since when it is due: what its servers did not tell yet may come within the hour.
    const waiting =
      before?.date === date ? before : { date, at: now.toISOString(), tries: 0, sent: false, message: '' };
    if (waiting.tries === 0 && tonight.notKnown > 0 && deps.watch) {
      if (waiting !== before) facts.set(FACT, waiting);
      if (now.getTime() - Date.parse(waiting.at) < WAIT_MS) return false;
    }
    const tries = waiting.tries + 1;
    // Before it is sent: no other program with this data folder is to send it, too.
    const state = { date, at: now.toISOString(), tries, sent: false, message: 'it was being sent' };
    facts.set(FACT, state);
    try {
      facts.set(FACT, { ...state, sent: true, message: await send(date, tonight) });
      return true;
    } catch (error) {
      if (!(error instanceof NightkeepError)) throw error;
      facts.set(FACT, { ...state, message: error.message });
      return false;
    }
  }

  /** Never two at once. */
  function once(): Promise<boolean> {
    sending ??= sendDue().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  const end = deps.watch ? clock.every(LOOK_EVERY_MS, () => deps.start('sending the digest', once)) : () => {};

  return {
    handlers: {
      'digest.get': shown,
      'digest.set': ({ url, at }) => {
        const wanted = url === undefined ? current().url : url || undefined;
        settings.write('digest', wanted ? { url: wanted, at } : { at });
        return shown();
      },
      'digest.test': async () => {
        const url = address();
        await send(dateIn(fleet().timeZone, clock.now()), await deps.tonight());
        return { host: new URL(url).host };
      },
      'digest.due': async () => ({ sent: await once() }),
    },
    close: end,
  };
}
