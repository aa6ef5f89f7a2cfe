import type {
  CommandArguments,
  CommandInput,
  Hold,
  HoldPlan,
  PlannedPlace,
  RestoreOutcome,
  RestorePlan,
} from '../../../src-main/contract/index.ts';
import { placesOf } from '../../../src-main/domain/in-place.ts';
import { folderName, nightLabels, tarballName } from '../../../src-main/domain/labels.ts';
import { now, timeZone } from './clock.ts';
import { customers } from './estate.ts';
import { entriesOf, runIdOf, runsOf, serverOf } from './nights.ts';
import { Refusal } from './refusal.ts';
import type { Replies } from './replies.ts';
import { nightOf } from './second.ts';
import type { World } from './world.ts';

type Input = CommandArguments<'restore.plan'>;

/** The containers have zstd, as their server has. */
const endingOn = (host: string) => (host.startsWith('virt') ? '.tar.zst' : '.tar.gz');

const dateOf = (host: string, runId: string) => nightOf(host, runId)?.date ?? '';

const DESK = '/home/anna/Downloads';

/** All is there but what is called `gone`. */
function placesOn({ selections }: Input, on: string, root: string, name: string, dated = dateOf): PlannedPlace[] {
  const nights = selections
    .filter(({ host }) => host === on)
    .map(({ runId, paths }) => ({
      label: dated(on, runId),
      paths: paths.map((path) => path.slice(root.length + 1)),
    }));
  const places = placesOf(nights);
  if (typeof places === 'string') throw new Refusal({ code: 'bad-input', message: places });
  return places.map(({ path }) => {
    const inCustomer = `/${path}`;
    const isThere = !path.includes('gone');
    const before = inCustomer.replace(/[^/]+$/, (own) => `.before-${name}.${own}`);
    return isThere ? { path: inCustomer, isThere, before } : { path: inCustomer, isThere };
  });
}

/** @param dated the date of a night, as of one that has left rotation */
export function planOf(input: Input, down?: string, dated = dateOf): RestorePlan {
  const paths = input.selections.flatMap((selection) => selection.paths);
  const roots = customers.find((customer) => customer.id === input.customer)?.hosts ?? [];
  const hosts = [...new Set(input.selections.map((selection) => selection.host))];
  const { to } = input;
  const unpacked = to?.way === 'unpacked';
  const dates = input.selections.map(({ host, runId }) => dated(host, runId));
  const nameOn = (host: string) =>
    unpacked ? `/${folderName(dates)}` : `/${tarballName(input.customer, dates)}${endingOn(host)}`;
  const isDesk = to?.way === 'desk';
  const inPlace = to?.way === 'in-place';
  const rootOf = (host: string) => (to?.way === 'host' ? to.root : (roots.find((on) => on.host === host)?.root ?? ''));
  return {
    files: paths.length * 2,
    bytes: paths.length * 11.025e6,
    tarballs: hosts.map((host) => ({
      host: to?.way === 'host' ? to.host : host,
      desk: isDesk,
      unpacked,
      ...(inPlace ? { places: placesOn(input, host, rootOf(host), folderName(dates), dated) } : {}),
      path: inPlace ? rootOf(host) : (isDesk ? DESK : rootOf(host)) + nameOn(host),
      inCustomer: inPlace ? '/' : (isDesk ? DESK : '') + nameOn(host),
      ...(host === down
        ? { problem: `${host} (127.0.0.1 port 2213) does not answer`, canWait: true }
        : { freeBytes: 12.4e9 }),
    })),
    warnings: input.selections.some(
      ({ host, runId, paths }) => runId === runIdOf(host, 26) && paths.some((path) => path.endsWith('/www')),
    )
      ? ['26 Feb of /www is a copy of 25 Feb: it could not be read that night.']
      : [],
  };
}

export function planOfHold(
  hold: Hold,
  { to, parts }: Omit<CommandInput<'restore.planHold'>, 'hold'>,
  down?: string,
): HoldPlan {
  const { customer = '', nights, tarballs, bytes } = hold;
  const selections = nights.flatMap(({ host, runId, paths }) => {
    const part = parts?.find((one) => one.runId === runId);
    return parts && !part ? [] : [{ host, runId, paths: part?.paths ?? paths }];
  });
  const dated = (_host: string, runId: string) => nights.find((one) => one.runId === runId)?.date ?? '';
  const [tarball] = planOf({ customer, selections, to }, down, dated).tarballs;
  if (!tarball) throw new Error('a hold of no night');
  const packed = parts ? undefined : tarballs.at(-1);
  const until = new Date(now.getTime() + 14 * 86_400_000).toISOString();
  return { customer, tarball, packed, bytes, until: hold.until > until ? hold.until : until, warnings: [] };
}

export function startRestore({ jobs, scenario }: World, input: Input, replies: Replies) {
  const plan = planOf(input);
  const host = plan.tarballs[0]?.host ?? 'jail12';
  return jobs.start({
    command: 'restore.start',
    title: `Restore of ${input.customer}`,
    host,
    customer: input.customer,
    steps: [
      { name: `Hold the nights on ${serverOf(host)}` },
      { name: 'Pack', total: Math.max(10, plan.files), unit: 'files' },
      { name: `Copy to ${host}`, total: Math.max(44_100_000, plan.bytes), unit: 'bytes' },
      { name: 'Verify' },
    ],
    ...(scenario.restoreFails
      ? {
          fails: {
            at: 2,
            error: {
              code: 'no-space' as const,
              message: `${host} has 12 MB left in the directory of ${input.customer}; the tarball needs 44.1 MB. Nothing was left there; the hold stays.`,
            },
          },
        }
      : {}),
    outcome: () => outcomeOf(input, plan, replies),
  });
}

const SHA = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const idOf = () => `r-${crypto.randomUUID()}`;

function outcomeOf(input: Input, plan: RestorePlan, replies: Replies): RestoreOutcome {
  const id = idOf();
  const [{ host: first, runId } = { host: '', runId: '' }] = input.selections;
  const label = dateOf(first, runId);
  const tarballs = plan.tarballs.map(({ host, desk, unpacked, places, path, inCustomer }) => ({
    host,
    desk,
    unpacked,
    ...(places ? { places: places.map((place) => ({ path: place.path, label, before: place.before })) } : {}),
    path,
    inCustomer,
    bytes: 44_100_000,
    sha256: SHA,
    entries: 4,
  }));
  const root = (host: string) =>
    customers.find(({ id: one }) => one === input.customer)?.hosts.find((on) => on.host === host)?.root ?? '';
  const labels = nightLabels(
    input.selections.flatMap(({ host, runId }) => nightOf(host, runId) ?? []),
    timeZone,
  );
  const nights = (of: string) =>
    input.selections
      .filter(({ host }) => host === of)
      .map(({ host, runId, paths }) => {
        const date = dateOf(host, runId);
        const shown = paths.map((path) => path.slice(root(host).length) || '/');
        return { date, label: labels.get(runId) ?? date, estimated: false, paths: shown, absent: [], sameAs: [] };
      })
      .sort((a, b) => (a.label < b.label ? -1 : 1));
  const facts = {
    customer: input.customer,
    ticket: input.ticket,
    heldUntil: '2013-03-14',
    tarballs: tarballs.map((tarball) => ({ ...tarball, os: 'FreeBSD', nights: nights(tarball.host) })),
  };
  return {
    id,
    holds: ['h-20130228-k1l2m3'],
    tarballs,
    reply: input.to?.way === 'desk' ? '' : replies.reply(id, facts),
  };
}

/** From a hold: its tarball lies in the customer's `/` already, so that the new one gets a number. */
export function startAgain({ jobs }: World, hold: Hold, to: Input['to'], replies: Replies) {
  const { customer = '', server, nights, tarballs: held } = hold;
  const [known] = held;
  const { places } = planOfHold(hold, { to }).tarball;
  const [{ host, paths } = { host: 'jail15', paths: [] }] = nights;
  const root = /^.*?-DIR|^\/vz\/private\/[^/]+/.exec(paths[0] ?? '')?.[0] ?? '';
  const inCustomer = known
    ? `/${known.name.replace('.tar.gz', '-2.tar.gz')}`
    : `/${customer}-${nights[0]?.date}.tar.gz`;
  return jobs.start({
    command: 'restore.start',
    title: `Restore ${customer} on ${host} from its hold`,
    host,
    customer,
    steps: [
      { name: `Find the hold on ${server}` },
      { name: 'Pack', total: 804, unit: 'entries' },
      { name: `Copy to ${host}`, total: 1_900_000, unit: 'bytes' },
      { name: 'Verify' },
    ],
    outcome: () => {
      const id = idOf();
      const tarball = {
        host,
        inCustomer: places ? '/' : inCustomer,
        ...(places
          ? { places: places.map(({ path, before }) => ({ path, label: nights[0]?.date ?? '', before })) }
          : {}),
        bytes: 1.9e6,
        sha256: known?.sha256 ?? 'd0'.repeat(32),
      };
      const facts = {
        customer,
        heldUntil: '2013-03-14',
        tarballs: [
          {
            ...tarball,
            os: 'FreeBSD',
            nights: nights.map((night) => ({
              date: night.date,
              label: night.date,
              estimated: false,
              paths: night.paths.map((path) => path.slice(root.length) || '/'),
              absent: [],
              sameAs: [],
            })),
          },
        ],
      };
      return {
        id,
        holds: [],
        tarballs: [{ ...tarball, path: places ? root : root + inCustomer, entries: 804 }],
        reply: replies.reply(id, facts),
      };
    },
  });
}

/** Adds what is held to `holds` when it is done. */
export function startProof({ jobs }: World, hold: Hold) {
  return jobs.start({
    command: 'holds.prove',
    title: `Prove the hold of ${hold.customer}`,
    steps: [{ name: 'Read the tarball' }, { name: 'Unpack it beside' }, { name: 'Compare it with what is held' }],
    outcome: () => {
      hold.proven = { at: now.toISOString(), files: 804, wrong: 0 };
      return { id: hold.id, ...hold.proven, names: [] };
    },
  });
}

export function startHold({ jobs, publish }: World, holds: Hold[], input: CommandArguments<'holds.create'>) {
  const { customer, selections, reason, until = '2013-03-14T18:30:00Z' } = input;
  const [{ host } = { host: 'jail15' }] = selections;
  const server = serverOf(host);
  return jobs.start({
    command: 'holds.create',
    title: `Hold nights of ${customer}`,
    host,
    customer,
    steps: [{ name: `Hold the nights of ${host} on ${server}`, total: 804, unit: 'files' }],
    outcome: () => {
      const nights = selections.map(({ host: on, runId, paths }) => ({
        host: on,
        runId,
        date: dateOf(on, runId),
        paths,
      }));
      const hold: Hold = {
        id: `h-${holds.length}`,
        server,
        customer,
        nights,
        reason,
        by: 'maria',
        createdAt: now.toISOString(),
        until,
        bytes: 8.2e6,
        tarballs: [],
      };
      holds.unshift(hold);
      publish('holds.changed', { server });
      return { holds: [hold] };
    },
  });
}

export const startBackup = ({ jobs, publish }: World, host: string) =>
  jobs.start({
    command: 'runs.start',
    title: `Back up ${host}`,
    host,
    steps: entriesOf(host).map((path, i) => ({ name: path, total: 1204 + i * 310, unit: 'files' as const })),
    outcome: () => {
      publish('nights.changed', { host });
      const run = runsOf(host)[0];
      if (!run) throw new Error(`the fake has no run of ${host}`);
      return { ...run, runId: runIdOf(host, 28) };
    },
  });
