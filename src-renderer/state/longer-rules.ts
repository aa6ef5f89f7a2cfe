import type { Fleet, LongerOfHost, LongerRule } from '../../src-main/contract/index.ts';
import type { FleetDraft } from './fleet-draft.ts';

const ruleOf = (fleet: FleetDraft, host: string): LongerRule => {
  const { weeks = 0, months = 0 } = fleet.hosts?.find(({ name }) => name === host)?.longer ?? fleet.longer ?? {};
  return { weeks, months };
};

/** Of each host that is in the fleet already, by which rule its nights would be kept. */
export const rulesOf = (fleet: FleetDraft, saved: Fleet): Record<string, LongerRule> =>
  Object.fromEntries(saved.hosts.map(({ name }) => [name, ruleOf(fleet, name)]));

/** Those that are other than what is saved. */
export const changedRules = (fleet: FleetDraft, saved: Fleet): Record<string, LongerRule> =>
  Object.fromEntries(
    Object.entries(rulesOf(fleet, saved)).filter(([host, rule]) => !isSame(rule, ruleOf(saved, host))),
  );

export const isSame = (a: LongerRule, b: LongerRule): boolean => a.weeks === b.weeks && a.months === b.months;

/** Whose server follows another rule than it is to. */
export const notFollowed = (hosts: readonly LongerOfHost[]): LongerOfHost[] =>
  hosts.filter(({ rule, now, message }) => message === undefined && !isSame(rule, now ?? { weeks: 0, months: 0 }));

/** A rule with one of its counts changed; none where nothing is said any more. */
export function withCount(
  rule: Partial<LongerRule> | undefined,
  part: Partial<Record<keyof LongerRule, number | undefined>>,
): Partial<LongerRule> | undefined {
  const next = { ...rule, ...part };
  if (next.weeks === undefined && next.months === undefined) return undefined;
  return Object.fromEntries(Object.entries(next).filter(([, count]) => count !== undefined));
}
