import type { HostFacts, Today } from '../host-facts.ts';
import { dateIn, daysBetween } from '../time.ts';
import type { Finding } from './finding.ts';
import { findingsOfPlace } from './of-place.ts';
import { findingsOfRuns } from './of-runs.ts';

/** All that is, or lately was, wrong with a host. */
export function findingsOf(facts: HostFacts, today: Today): Finding[] {
  return [
    ...findingsOfRuns(facts, today),
    ...ofReaching(facts, today),
    ...ofAdoption(facts, today),
    ...findingsOfPlace(facts, today),
  ];
}

/** A machine that does not answer, or answers with another key. */
export function ofReaching({ host, unreached }: Pick<HostFacts, 'host' | 'unreached'>, today: Today): Finding[] {
  if (!unreached) return [];
  const dates = daysBetween(dateIn(today.timeZone, unreached.since), dateIn(today.timeZone, today.now)) + 1;
  return [
    {
      host,
      path: undefined,
      cause: unreached.code === 'host-key-changed' ? 'host-key-changed' : 'unreachable',
      message: unreached.message,
      firstSeen: unreached.since.toISOString(),
      lastSeen: today.now.toISOString(),
      nights: dates,
      resolvedAt: undefined,
    },
  ];
}

/** A host that still runs the old script: its nights say nothing of how they went. */
function ofAdoption({ host, runs, unrecordedDates }: HostFacts, today: Today): Finding[] {
  const first = [...unrecordedDates].sort()[0];
  if (!first || runs.length > 0) return [];
  return [
    {
      host,
      path: undefined,
      cause: 'not-adopted',
      message: 'the old script still makes its nights; they have no records, so nothing tells how they went',
      firstSeen: `${first}T12:00:00.000Z`,
      lastSeen: today.now.toISOString(),
      nights: unrecordedDates.length,
      resolvedAt: undefined,
    },
  ];
}
