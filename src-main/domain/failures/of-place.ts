import type { HostFacts, Today } from '../host-facts.ts';
import { spokenDates } from '../spoken.ts';
import { dateIn, daysBetween } from '../time.ts';
import type { Finding } from './finding.ts';

/** What is wrong with the place where a host's nights lie. */
export function findingsOfPlace(facts: HostFacts, today: Today): Finding[] {
  return [...ofSharing(facts, today), ...ofLoss(facts, today)];
}

/** Two hosts in one backupdir: each one's nights are the other's, too, and push them out. */
function ofSharing({ host, place, sharesWith, firstSeen }: HostFacts, today: Today): Finding[] {
  if (!place || sharesWith.length === 0) return [];
  const message =
    `${sharesWith.join(', ')} ${sharesWith.length === 1 ? 'has' : 'have'} the same backupdir, ${place.backupdir} on ` +
    `${place.server}: nights of the one push out nights of the other; give each a backupdir of its own`;
  return [finding(host, 'shared-backupdir', message, firstSeen ?? today.now, today)];
}

/** Nights that went otherwise than by rotation: a disk that is not mounted, a hand that deleted, another that moved. */
function ofLoss({ host, place, lost }: HostFacts, today: Today): Finding[] {
  if (!place || !lost || lost.dates.length === 0) return [];
  const { dates } = lost;
  const nights = dates.length === 1 ? 'the night' : `${dates.length} nights`;
  const message =
    `${nights} of ${spokenDates([...new Set(dates)].sort())} went from ${place.backupdir} on ${place.server}, and not by rotation: is its disk ` +
    'mounted, and was nothing deleted or moved there?';
  return [finding(host, 'nights-lost', message, lost.since, today)];
}

const finding = (
  host: string,
  cause: 'nights-lost' | 'shared-backupdir',
  message: string,
  since: Date,
  { now, timeZone }: Today,
): Finding => ({
  host,
  path: undefined,
  cause,
  message,
  firstSeen: since.toISOString(),
  lastSeen: now.toISOString(),
  nights: daysBetween(dateIn(timeZone, since), dateIn(timeZone, now)) + 1,
  resolvedAt: undefined,
});
