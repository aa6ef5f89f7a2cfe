import { type Hold, NightkeepError } from '../contract/index.ts';
import { anyHas, isFurther, partOf } from '../domain/part-of.ts';
import { spokenDay } from '../domain/spoken.ts';
import { changeHold } from '../programs/restore/change-hold.ts';
import type { HoldRecord } from '../programs/restore/hold-record.ts';
import type { HostPlace } from './every-place.ts';
import type { Handlers } from './feature.ts';
import { instant, type RestoreDeps, usualUntil } from './restore/deps.ts';
import { type FoundHold, findHold, readHolds } from './restore/find-hold.ts';
import { holdNights } from './restore/hold-nights.ts';
import { prepare } from './restore/prepare.ts';
import { createProvingFeature } from './restore/proving.ts';
import { runProgram } from './run-program.ts';

export function createHoldsFeature(
  deps: RestoreDeps,
): Handlers<'holds.list' | 'holds.create' | 'holds.extend' | 'holds.prove' | 'holds.release'> {
  const { machines, jobs, now, publish } = deps;

  /** A hold that was made by itself names no customer, but its paths do. */
  const ofWhom = (hold: Hold): Hold => ({
    ...hold,
    customer: hold.customer ?? deps.customers.of(hold.nights[0]?.paths[0] ?? '')?.id,
  });

  return {
    ...createProvingFeature(deps),
    async 'holds.list'({ host, customer, query, order = 'newest', ...wanted }) {
      const found = await readHolds(deps, {
        hosts: host === undefined ? undefined : [host],
        scrolled: isFurther(wanted),
      });
      const holds = found
        .map(holdOf)
        .map(ofWhom)
        .filter((hold) => customer === undefined || hold.customer === customer)
        .filter((hold) => anyHas(query, shownOf(hold)))
        .sort(orders[order]);
      const { items, ...part } = partOf(holds, wanted);
      const bytes = holds.reduce((sum, hold) => sum + hold.bytes, 0);
      return { holds: items, ...part, bytes, notMeasured: holds.filter((hold) => hold.bytes === 0).length };
    },

    async 'holds.create'({ customer, selections, reason, until }, { by }) {
      const request = { customer, reason, by, until: future(until, now()) ?? usualUntil(now()) };
      const groups = await prepare(deps, customer, selections);
      const steps = groups.map(({ host, root, place }) => `Hold the nights of ${host} (${root}) on ${place.server}`);
      return jobs.start({
        command: 'holds.create',
        title: `Hold nights of ${customer}`,
        host: groups.length === 1 ? groups[0]?.host : undefined,
        customer,
        steps,
        async work({ step, signal }) {
          const holds: Hold[] = [];
          for (const [index, group] of groups.entries()) {
            step(steps[index] ?? '');
            const { hold: record } = await holdNights(deps, group, request, { signal });
            holds.push(holdOf({ place: { host: group.host, ...group.place }, record }));
          }
          return { holds };
        },
      });
    },

    async 'holds.extend'({ id, until }, { by }) {
      const { place, record } = await findHold(deps, id);
      const wanted = future(until, now()) as string;
      const message = `kept the hold ${id} until ${spokenDay(wanted, deps.fleet().timeZone)}`;
      const change = { ...changeOf(place, record, by, now()), message };
      const changed = await runProgram(machines, place.server, changeHold, {
        ...change,
        verb: 'extend',
        until: wanted,
      });
      publish('holds.changed', { server: place.server });
      return holdOf({ place, record: changed ?? record });
    },

    async 'holds.release'({ id, confirm }, { by }) {
      const { place, record } = await findHold(deps, id);
      // People know a customer by name, and would only copy an id.
      const target = ofWhom(holdOf({ place, record })).customer ?? id;
      if (confirm !== target && confirm !== id) {
        const what = `the copies that the hold ${id} keeps for ${record.customer ?? place.host}`;
        throw new NightkeepError('needs-confirmation', `this deletes ${what}; confirm it by naming ${target}`, {
          target,
        });
      }
      const message = `released the hold ${id} (${record.reason})`;
      const change = { ...changeOf(place, record, by, now()), message };
      await runProgram(machines, place.server, changeHold, { ...change, verb: 'release' });
      publish('holds.changed', { server: place.server });
      return { id };
    },
  };
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const orders = {
  newest: (a: Hold, b: Hold) => byText(b.createdAt, a.createdAt),
  until: (a: Hold, b: Hold) => byText(a.until, b.until),
  size: (a: Hold, b: Hold) => b.bytes - a.bytes,
};

const shownOf = ({ customer, by, reason, ticket, server, nights, tarballs }: Hold) => [
  ...[customer, by, reason, ticket, server],
  ...nights.map(({ host }) => host),
  ...tarballs.map(({ name }) => name),
];

const changeOf = (place: HostPlace, { id, customer }: HoldRecord, by: string, now: Date) => ({
  backupdir: place.backupdir,
  id,
  by,
  at: instant(now),
  host: place.host,
  customer,
});

/** The time in UTC. Throws bad-input where it has passed. */
function future(until: string | undefined, now: Date): string | undefined {
  if (until === undefined) return undefined;
  const moment = new Date(until);
  if (moment.getTime() <= now.getTime()) {
    throw new NightkeepError('bad-input', `${until} has passed`, {
      issues: [{ path: 'until', message: 'a time in the future' }],
    });
  }
  return instant(moment);
}

function holdOf({ place, record }: FoundHold): Hold {
  const { id, customer, nights, reason, ticket, by, createdAt, until, bytes, tarballs, proven } = record;
  return {
    id,
    server: place.server,
    customer,
    nights: nights.map(({ host, runId, date, paths }) => ({ host: host || place.host, runId, date, paths })),
    reason,
    ticket,
    by,
    createdAt,
    until,
    bytes: bytes + tarballs.reduce((sum, tarball) => sum + tarball.bytes, 0),
    proven,
    tarballs: tarballs.map(({ name, bytes: size, sha256 }) => ({ name, bytes: size, sha256 })),
  };
}
