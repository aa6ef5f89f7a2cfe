import type { Fleet, FleetDifference } from '../../src-main/contract/index.ts';

/** Chosen at first: what only the team's fleet has. What both have, each another way, somebody decides. */
export const chosenAtFirst = (differences: readonly FleetDifference[]): ReadonlySet<string> =>
  new Set(differences.filter(({ is }) => is === 'new').map(({ id }) => id));

/** What a difference means if it is taken over. */
export const meaningOf: Record<FleetDifference['is'], string> = {
  new: 'only the team has it',
  other: 'not as the team has it',
  own: 'only yours; taken over, it goes',
};

const settingWords: Record<Exclude<keyof Fleet, 'servers' | 'hosts'>, string> = {
  timeZone: 'Time zone',
  customerPatterns: 'How customers are found in paths',
  supportAddress: 'Support address',
  nightsToKeep: 'Nights to keep',
  longer: 'Kept longer: weeks and months',
  collapseShare: 'Warn of a loss above',
  entryMinutes: 'Longest time of an entry, in minutes',
  restoreInPlace: 'Restores in place',
  repository: 'Scripts come from',
};

export const nameOfDifference = ({ kind, name }: FleetDifference): string =>
  kind === 'setting' ? settingWords[name as keyof typeof settingWords] : name;
