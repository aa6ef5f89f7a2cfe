import type { NightState, Tonight, TonightHost } from '../../src-main/contract/index.ts';

/** What a host is counted as: its state, or that nothing is known of the night that is due. */
export type HostState = NightState | 'not-known' | 'no-night';

/** `not-good` is every one but good. */
export type StateFilter = HostState | 'all' | 'not-good';

export interface TonightFilter {
  state: StateFilter;
  /** Empty for all. */
  server: string;
  /** A part of a host's or a server's name. */
  text: string;
}

export const stateOfHost = ({ isKnown, state }: TonightHost): HostState =>
  isKnown ? (state ?? 'no-night') : 'not-known';

/** The most pressing first. */
const order: readonly HostState[] = [
  'failed',
  'missed',
  'warning',
  'not-known',
  'unknown',
  'running',
  'no-night',
  'good',
];

/** A fleet of more hosts opens on those that are not good. */
const SEEN_AT_ONCE = 30;

export const firstFilter = (hosts: number): TonightFilter => ({
  state: hosts > SEEN_AT_ONCE ? 'not-good' : 'all',
  server: '',
  text: '',
});

/** The hosts that a filter lets through, what is not good before what is, each in the order of the fleet. */
export function shownHosts(hosts: readonly TonightHost[], { state, server, text }: TonightFilter): TonightHost[] {
  const wanted = text.trim().toLowerCase();
  const passes = (row: TonightHost) => {
    const own = stateOfHost(row);
    if (state !== 'all' && (state === 'not-good' ? own === 'good' : own !== state)) return false;
    if (server !== '' && row.server !== server) return false;
    return (
      wanted === '' || row.host.toLowerCase().includes(wanted) || (row.server ?? '').toLowerCase().includes(wanted)
    );
  };
  const rank = new Map(order.map((each, index) => [each, index]));
  const rankOf = (row: TonightHost) => rank.get(stateOfHost(row)) ?? 0;
  return hosts.filter(passes).sort((a, b) => rankOf(a) - rankOf(b));
}

/** As they are told: what is good first. */
const told: readonly HostState[] = [
  'good',
  'warning',
  'failed',
  'missed',
  'running',
  'unknown',
  'not-known',
  'no-night',
];

/** How many hosts are in which state; together they are all hosts. */
export function hostCounts({ counts, notKnown, noNight }: Tonight): [HostState, number][] {
  const all: Record<HostState, number> = { ...counts, 'not-known': notKnown, 'no-night': noNight };
  return told.map((state): [HostState, number] => [state, all[state]]).filter(([, many]) => many > 0);
}

/** The servers there are in the rows, by name. */
export const serversOf = (hosts: readonly TonightHost[]): string[] =>
  [...new Set(hosts.flatMap(({ server }) => server ?? []))].sort();
