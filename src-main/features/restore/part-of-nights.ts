import { tarballName } from '../../domain/labels.ts';
import { contentsOf } from './contents.ts';
import { type RestoreDeps, usualUntil } from './deps.ts';
import { destinationOf, nameAt, type Wanted } from './destination.ts';
import { type HoldRequest, holdNights } from './hold-nights.ts';
import { packedBefore, type RestorePart, stepNames } from './part.ts';
import type { PreparedGroup } from './prepare.ts';

/** A restore of nights that are in rotation; `among` says which host it is, where there are several. */
export function partOfNights(
  deps: RestoreDeps,
  group: PreparedGroup,
  asked: Pick<HoldRequest, 'customer' | 'ticket' | 'by'>,
  among: string,
  wanted?: Wanted,
): RestorePart {
  const { host, root, place, known } = group;
  const to = destinationOf(deps, group, asked.customer, wanted, group.nights);
  const datesOf = (of: readonly { date: string }[]) => of.map(({ date }) => date);
  const tarball = tarballName(asked.customer, datesOf(group.nights));
  return {
    host,
    to,
    place,
    steps: stepNames(`Hold the nights on ${place.server}`, to, among),
    fromHold: false,
    tarball,
    async hold(options, more) {
      const request = { ...asked, reason: 'restore', until: usualUntil(deps.now()) };
      const { hold, packed } = await holdNights(deps, group, request, options, { name: tarball, ...more });
      const nights = group.nights.flatMap(({ runId, date, label, paths, night }) => {
        const held = hold.nights.find((each) => each.runId === runId);
        if (!held) return [];
        const contents = {
          date,
          label,
          estimated: night.estimated,
          paths: held.paths,
          asked: paths.map((path) => (path === '' ? root : `${root}/${path}`)),
          entries: night.entries,
        };
        return [contentsOf(contents, root, (id) => known.find((each) => each.runId === id)?.date)];
      });
      return {
        hold,
        tarball: packed?.name ?? packedBefore(hold, more.zstd) ?? `${tarball}.tar.gz`,
        name: nameAt(to, asked.customer, datesOf(nights)),
        packed,
        nights,
      };
    },
  };
}
