import type { PastRestore } from '../../contract/index.ts';
import { countOf } from '../../domain/told-values.ts';
import { readActions } from '../activity.ts';
import type { RestoreDeps } from './deps.ts';
import { placesIn } from './told.ts';

/** The restores that servers know of, newest first. One over several hosts has a line on each of their servers. */
export async function pastRestores(deps: RestoreDeps, customer: string | undefined): Promise<PastRestore[]> {
  const found = new Map<string, PastRestore>();
  for (const { host, action } of await readActions(deps)) {
    const { restore: id } = action;
    if (action.action !== 'restore' || !id || (customer !== undefined && action.customer !== customer)) continue;
    const past = found.get(id) ?? {
      id,
      customer: action.customer ?? '',
      ticket: action.ticket || undefined,
      by: action.by,
      at: action.at,
      holds: [],
      tarballs: [],
      reply: action.reply ?? '',
    };
    found.set(id, past);
    if (action.hold) past.holds.push(action.hold);
    past.tarballs.push({
      host: action.to ?? host,
      desk: action.desk === 'yes',
      unpacked: action.unpacked === 'yes',
      places: action.inPlace === 'yes' ? (placesIn(action.told) ?? []) : undefined,
      path: action.path ?? '',
      inCustomer: action.inCustomer ?? '',
      bytes: countOf(action.bytes) ?? 0,
      sha256: action.sha256 ?? '',
      entries: countOf(action.entries) ?? 0,
    });
  }
  return [...found.values()];
}
