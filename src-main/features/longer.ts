import {
  type Fleet,
  type LongerOfHost,
  type LongerOutcome,
  type LongerRule,
  NightkeepError,
} from '../contract/index.ts';
import { previewLonger } from '../domain/longer-preview.ts';
import { latestDate } from '../domain/missed.ts';
import { nightsOf } from '../domain/nights.ts';
import { lastDueDate } from '../domain/time.ts';
import type { Jobs } from '../jobs/types.ts';
import { keepLongerProgram } from '../programs/nights/keep-longer.ts';
import { type FoundPlace, listNights } from '../programs/nights/list-nights.ts';
import type { Machines } from '../ssh/types.ts';
import type { Handlers } from './feature.ts';
import { inParallel } from './fleet/in-parallel.ts';
import type { ServerFacts } from './fleet/server-facts.ts';
import { hostOf, isAnotherThan } from './host-of.ts';
import type { NightPlace } from './nights-reader.ts';
import { runProgram } from './run-program.ts';

export interface LongerDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  places: { of(host: string): Promise<NightPlace>; known(host: string): NightPlace | undefined };
  /** Brings what is known of the hosts' nights up to date. */
  refresh: (hosts: readonly string[]) => Promise<unknown>;
  now: () => Date;
}

/** A host with what its server has of its nights, or why that is not known. */
type Read = { host: string; rule: LongerRule } & ({ place: NightPlace; found: FoundPlace } | { message: string });

const AT_ONCE = 8;
/** Whose nights one program tells, as all of it is held in memory. */
const BACKUPDIRS_AT_ONCE = 15;
const NONE: LongerRule = { weeks: 0, months: 0 };

export const longerSteps = ['Read the nights', 'Write the rule on the servers'] as const;

/** Nights that are kept longer than rotation keeps them: what a rule keeps, and the rule on the servers. */
export function createLongerFeature(deps: LongerDeps): Handlers<'longer.preview' | 'longer.apply'> {
  const { jobs, fleet, refresh, now } = deps;
  const preview = (read: Read): LongerOfHost => {
    const { host, rule } = read;
    const nothing = { host, rule, keeps: [], deletes: [], estimatedBytes: 0 };
    if ('message' in read) return { ...nothing, message: read.message };
    const { timeZone, nightsToKeep } = fleet();
    const context = { host, server: read.place.server, timeZone, now: now(), nightsToKeep };
    const nights = nightsOf(
      { ...read.found, endedRuns: [] },
      { ...context, lastDue: lastDueDate(timeZone, context.now), isAnother: isAnotherThan(fleet(), host) },
    );
    return { ...nothing, now: read.found.rule, ...previewLonger(nights, rule, latestDate(context)) };
  };

  async function apply(read: Read, confirmed: ReadonlySet<string>, signal: AbortSignal): Promise<OutcomeOfHost> {
    const { host, rule } = read;
    if ('message' in read) return { host, rule, state: 'failed', message: read.message };
    const { found, place } = read;
    if (isSame(found.rule ?? NONE, rule)) return { host, rule, state: 'same' };
    const unconfirmed = preview(read).deletes.filter(({ runId }) => !confirmed.has(runId));
    if (unconfirmed.length > 0) {
      const dates = unconfirmed.map(({ date }) => date).join(', ');
      const message = `${host}: this deletes its nights of ${dates}; confirm it by naming their runs`;
      return { host, rule, state: 'failed', message };
    }
    try {
      const input = { backupdir: place.backupdir, ...rule };
      await runProgram(deps.machines, place.server, keepLongerProgram, input, { signal });
      return { host, rule, state: 'written' };
    } catch (error) {
      return { host, rule, state: 'failed', message: wordsOf(error) };
    }
  }

  return {
    async 'longer.preview'({ rules }) {
      const all = await readNights(deps, namesOf(fleet(), rules && Object.keys(rules)), rules);
      return { hosts: all.map(preview) };
    },
    'longer.apply'({ hosts, confirm }) {
      const names = namesOf(fleet(), hosts);
      const [only] = names.length === 1 ? names : [];
      return jobs.start({
        command: 'longer.apply',
        title: `Keep nights of ${only ?? `${names.length} hosts`} longer`,
        ...(only ? { host: only } : {}),
        lock: 'longer',
        steps: [...longerSteps],
        async work({ signal, step, progress }): Promise<LongerOutcome> {
          step('Read the nights');
          const all = await readNights(deps, names, undefined, signal);
          step('Write the rule on the servers');
          const confirmed = new Set(confirm);
          const outcome = await inParallel(all, AT_ONCE, (read) => apply(read, confirmed, signal));
          const failed = outcome.filter(({ state }) => state === 'failed');
          for (const { message } of failed) progress({ message });
          const written = outcome.filter(({ state }) => state === 'written').map(({ host }) => host);
          if (written.length > 0) await refresh(written).catch(() => undefined);
          return { hosts: outcome };
        },
      });
    },
  };
}

/**
 * Those of these hosts whose backupdir came to be since the rule was written, so that none is there. Where nights are kept
 * already, somebody has to see what a rule would delete.
 */
export const withoutRule = (fleet: Fleet, hosts: readonly string[], factsOf: ServerFacts['of']): string[] =>
  hosts.filter((name) => {
    const { rule, kept = [] } = factsOf(name);
    const host = fleet.hosts.find((each) => each.name === name);
    return host && rule === null && kept.length === 0 && !isSame(host.longer ?? fleet.longer ?? NONE, NONE);
  });

type OutcomeOfHost = LongerOutcome['hosts'][number];

const isSame = (a: LongerRule, b: LongerRule): boolean => a.weeks === b.weeks && a.months === b.months;

const namesOf = (fleet: Fleet, hosts: readonly string[] | undefined): string[] =>
  hosts ? hosts.map((host) => hostOf(fleet, host).name) : fleet.hosts.map(({ name }) => name);

function wordsOf(error: unknown): string {
  if (!(error instanceof NightkeepError) || error.code === 'cancelled') throw error;
  return error.message;
}

/** In the order of the names; each server is asked for some of its backupdirs at a time. */
async function readNights(
  { machines, fleet, places }: LongerDeps,
  hosts: readonly string[],
  wanted: Record<string, LongerRule> | undefined,
  signal?: AbortSignal,
): Promise<Read[]> {
  const ruleOf = (host: string) => wanted?.[host] ?? hostOf(fleet(), host).longer ?? fleet().longer ?? NONE;
  const read = new Map<string, Read>();
  const fail = (host: string, error: unknown) => read.set(host, { host, rule: ruleOf(host), message: wordsOf(error) });
  const placed = await inParallel(hosts, AT_ONCE, async (host) => {
    try {
      return [{ host, place: places.known(host) ?? (await places.of(host)) }];
    } catch (error) {
      fail(host, error);
      return [];
    }
  });
  const ofServers = [...Map.groupBy(placed.flat(), ({ place }) => place.server)];
  await inParallel(ofServers, AT_ONCE, async ([server, all]) => {
    for (let from = 0; from < all.length; from += BACKUPDIRS_AT_ONCE) {
      const some = all.slice(from, from + BACKUPDIRS_AT_ONCE);
      const backupdirs = some.map(({ place }) => place.backupdir);
      try {
        const found = await runProgram(machines, server, listNights, { backupdirs }, { signal });
        for (const [index, { host, place }] of some.entries()) read.set(host, readOf(host, place, found[index]));
      } catch (error) {
        for (const { host } of some) fail(host, error);
      }
    }
  });
  return hosts.flatMap((host) => read.get(host) ?? []);

  function readOf(host: string, place: NightPlace, found: FoundPlace | undefined): Read {
    const rule = ruleOf(host);
    if (found?.state === 'there') return { host, rule, place, found };
    const why = found?.state === 'absent' ? 'is not there yet' : "can't be read";
    return { host, rule, message: `${host}: ${place.backupdir} on ${place.server} ${why}` };
  }
}
