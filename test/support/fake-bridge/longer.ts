import type {
  FileHistory,
  Fleet,
  KeptNight,
  LongerOfHost,
  LongerRule,
  Night,
} from '../../../src-main/contract/index.ts';
import { nightsOf } from './nights.ts';
import type { FakeHandlers } from './refusal.ts';
import type { World } from './world.ts';

const NONE: LongerRule = { weeks: 0, months: 0 };

const kept: [date: string, as: KeptNight][] = [
  ['2013-02-17', { weekly: true, monthly: false, until: '2013-03-11' }],
  ['2013-02-10', { weekly: true, monthly: false, until: '2013-03-04' }],
  ['2013-01-31', { weekly: false, monthly: true, until: '2013-04-01' }],
];

/** Nights that have left rotation and are there all the same. */
export function keptOf(host: string): Night[] {
  const like = nightsOf(host).findLast(({ index }) => index >= 0);
  if (!like) return [];
  return kept.map(([date, as]) => ({
    ...like,
    runId: `${date.replaceAll('-', '')}T095204Z-kept`,
    index: -1,
    date,
    startedAt: `${date}T09:52:04Z`,
    finishedAt: `${date}T10:02:04Z`,
    expiresInNights: undefined,
    kept: as,
  }));
}

/** A folder over these, too: in them all is as in the oldest night of rotation. */
export function historyWithKept(host: string, history: FileHistory): FileHistory {
  const older = keptOf(host)
    .map(({ runId }) => runId)
    .reverse();
  return {
    nights: [...older, ...history.nights],
    rows: history.rows.map((row) => ({
      ...row,
      versions: [...older.map(() => row.versions[0] ?? null), ...row.versions],
    })),
  };
}

/** Where nights are kept, the servers follow a rule of three weeks and two months; each week more of a rule keeps one night more. */
export function createLongerHandlers(
  { scenario, jobs }: Pick<World, 'scenario' | 'jobs'>,
  fleet: () => Fleet,
): Pick<FakeHandlers, 'longer.preview' | 'longer.apply' | 'housekeeping.start'> {
  let followed: LongerRule | undefined = scenario.longer ? { weeks: 4, months: 2 } : undefined;
  const ruleOf = (host: string) =>
    fleet().hosts.find(({ name }) => name === host)?.longer ?? fleet().longer ?? followed ?? NONE;
  const preview = (host: string, rule: LongerRule): LongerOfHost => {
    const there = scenario.longer && host !== 'virt10' ? keptOf(host) : [];
    const stays = there.filter(({ kept: as }) => (as?.weekly ? rule.weeks > 2 : rule.months > 1));
    const newest = nightsOf(host).find(({ index }) => index >= 0);
    const first = newest && rule.weeks > 0 ? [{ ...newest, kept: { weekly: true, monthly: false } }] : [];
    return {
      host,
      rule,
      now: followed,
      keeps: [...first, ...stays].map(({ runId, date, index, kept: as }) => ({
        weekly: false,
        monthly: false,
        ...as,
        runId,
        date,
        inRotation: index >= 0,
      })),
      deletes: there.filter((night) => !stays.includes(night)).map(({ runId, date }) => ({ runId, date })),
      estimatedBytes: host === 'virt10' ? 0 : rule.weeks * 1.5e9 + rule.months * 4e9,
      ...(host === 'virt10' ? { message: 'virt10: /data/virt10 on backup2 is not there yet' } : {}),
    };
  };
  return {
    'housekeeping.start': ({ host, dryRun }) =>
      jobs.start({
        command: 'housekeeping.start',
        title: `Housekeeping of ${host}`,
        host,
        steps: [{ name: 'Look at the nights' }],
        outcome: () => ({
          recovered: [],
          shifted: 0,
          kept: [],
          trashed: [],
          expired: [],
          cleaned: [],
          deleted: [],
          dryRun,
        }),
      }),
    'longer.preview': ({ rules }) => {
      const hosts = rules ? Object.keys(rules) : fleet().hosts.map(({ name }) => name);
      return { hosts: hosts.map((host) => preview(host, rules?.[host] ?? ruleOf(host))) };
    },
    'longer.apply': ({ hosts = fleet().hosts.map(({ name }) => name) }) =>
      jobs.start({
        command: 'longer.apply',
        title: `Keep nights of ${hosts.length} hosts longer`,
        steps: [{ name: 'Read the nights' }, { name: 'Write the rule on the servers' }],
        outcome: () => {
          followed = fleet().longer ?? NONE;
          return { hosts: hosts.map((host) => ({ host, state: 'written' as const, rule: ruleOf(host) })) };
        },
      }),
  };
}
