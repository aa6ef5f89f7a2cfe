import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tonight, TonightHost } from '../../contract/index.ts';
import type { Finding } from '../../domain/failures/finding.ts';
import { findingsOf } from '../../domain/failures/findings.ts';
import type { Today } from '../../domain/host-facts.ts';
import { datesUpTo } from '../../domain/time.ts';
import { countsOf, dateOfLastRun, newestDate, rowOf } from '../../domain/tonight.ts';
import { type GatherDeps, gatherFacts, todayOf } from './gather-facts.ts';

/** Dates of the heat map that are kept ready; more are put together when they are asked for. */
export const KEPT_DAYS = 14;
/** Milliseconds after which whoever else waits gets a turn. */
const TURN_MS = 8;
/** How often changes are told of while judging goes on, in milliseconds. */
const TELL_MS = 300;

/** Whether a night was missed depends on the hour, too: so often all hosts are judged though nothing is told, in milliseconds. */
const ALL_EVERY_MS = 15 * 60_000;

interface Judged {
  row: TonightHost;
  findings: readonly Finding[];
  /** The date of its last run. */
  latest: string;
}

export interface BoardChange {
  hosts: string[];
  gone: string[];
}

/**
 * What is known of tonight, judged once for each host and again only for hosts of which something changed. It is the one
 * place that screens, failures and notifications go by. Judging goes on in small portions, so that nobody waits for it
 * who asks for something else.
 */
export interface Board {
  /** Something else is known of these machines, or of all hosts. */
  touch(machines?: readonly string[]): void;
  /** Resolves once all that is known has been judged. */
  settled(): Promise<void>;
  tonight(days: number): Promise<Tonight>;
  /** These rows only, as an event carries them. */
  rows(hosts: readonly string[]): Tonight;
  findings(): Finding[];
  /** Time has gone on: another night may be due, and what runs has run for longer. */
  tick(): void;
  /** Nothing is judged any more. */
  close(): Promise<void>;
}

export interface BoardDeps extends GatherDeps {
  /** Told of hosts of which something is other than before. */
  onChange: (change: BoardChange) => void;
  onBug: (error: unknown) => void;
  /** Resolves once the fleet can be had in a moment. */
  ready?: Promise<unknown>;
}

export function createBoard(deps: BoardDeps): Board {
  const judged = new Map<string, Judged>();
  const dirty = new Set<string>();
  let today: Today = { now: deps.now(), timeZone: '', lastDue: '' };
  let dates: string[] = [];
  let order: readonly { name: string }[] | undefined;
  let working: Promise<void> | undefined;
  let closed = false;
  /** Something that is no host's is other than before. */
  let isOtherwise = false;
  const period = () => Math.floor(deps.now().getTime() / ALL_EVERY_MS);
  let judgedIn = period();

  const names = () => deps.fleet().hosts.map(({ name }) => name);

  /** The fleet's hosts as they are now: those that are new are to be judged, others are gone. */
  function takeFleet(): string[] {
    const { hosts } = deps.fleet();
    if (hosts === order) return [];
    order = hosts;
    isOtherwise = true;
    const there = new Set(hosts.map(({ name }) => name));
    for (const name of there) if (!judged.has(name)) dirty.add(name);
    const gone = [...judged.keys()].filter((name) => !there.has(name));
    for (const name of gone) judged.delete(name);
    return gone;
  }

  function judge(host: string): boolean {
    const facts = gatherFacts(deps, host);
    const before = judged.get(host);
    const latest = dateOfLastRun(facts);
    const row = rowOf(facts, dates, today);
    const findings = findingsOf(facts, today);
    judged.set(host, { row, findings, latest });
    return !before || JSON.stringify([before.row, before.findings]) !== JSON.stringify([row, findings]);
  }

  /** A night that began anywhere moves the dates of all. */
  function datesMoved(): boolean {
    const current = todayOf(deps);
    const newest = newestDate(
      [...judged.values()].map(({ latest }) => latest),
      current,
    );
    const moved = newest !== dates.at(-1) || current.lastDue !== today.lastDue || current.timeZone !== today.timeZone;
    today = current;
    if (moved) dates = datesUpTo(newest, KEPT_DAYS);
    return moved;
  }

  async function work(): Promise<void> {
    const changed = new Set<string>();
    const gone: string[] = [];
    let toldAt = performance.now();
    // Not at once: of many hosts that change together, all are known by then.
    await nextTurn();
    if (!order) await deps.ready;
    do {
      gone.push(...takeFleet());
      if (datesMoved()) for (const name of names()) dirty.add(name);
      for (const host of portion()) changed.add(host);
      if (closed) return;
      const isOver = dirty.size === 0;
      if ((changed.size + gone.length > 0 || isOtherwise) && (isOver || performance.now() - toldAt > TELL_MS)) {
        deps.onChange({ hosts: [...changed], gone: gone.splice(0) });
        changed.clear();
        isOtherwise = false;
        toldAt = performance.now();
      }
      await nextTurn();
    } while (!closed && (dirty.size > 0 || deps.fleet().hosts !== order));
  }

  /** Judges for as long as a turn lasts; gives the hosts of which something changed. */
  function portion(): string[] {
    const began = performance.now();
    const changed: string[] = [];
    for (const host of dirty) {
      if (closed) break;
      dirty.delete(host);
      if (judge(host)) changed.push(host);
      if (performance.now() - began > TURN_MS) break;
    }
    return changed;
  }

  function start(): Promise<void> {
    working ??= work().finally(() => {
      working = undefined;
    });
    return working;
  }

  const rowsOf = (hosts: readonly string[]): TonightHost[] => hosts.flatMap((host) => judged.get(host)?.row ?? []);
  const counts = () => countsOf([...judged.values()].map(({ row }) => row));

  async function settled(): Promise<void> {
    while (!closed && (!order || working || dirty.size > 0 || deps.fleet().hosts !== order)) await start();
  }

  async function longer(days: number, hosts: readonly string[]): Promise<Tonight> {
    const moment = today;
    const wanted = datesUpTo(dates.at(-1) ?? moment.lastDue, days);
    const rows: TonightHost[] = [];
    let began = performance.now();
    for (const host of hosts) {
      rows.push(rowOf(gatherFacts(deps, host), wanted, moment));
      if (performance.now() - began < TURN_MS) continue;
      await nextTurn();
      if (closed) break;
      began = performance.now();
    }
    return { dates: wanted, hosts: rows, ...countsOf(rows) };
  }

  return {
    touch(machines) {
      const there = new Set(names());
      for (const machine of machines ?? there) {
        if (there.has(machine)) dirty.add(machine);
        else isOtherwise = true;
      }
      start().catch(deps.onBug);
    },
    settled,
    async tonight(days) {
      await settled();
      const all = names();
      if (days > KEPT_DAYS) return longer(days, all);
      const rows = rowsOf(all);
      if (days === KEPT_DAYS) return { dates, hosts: rows, ...counts() };
      return {
        dates: dates.slice(-days),
        hosts: rows.map((row) => ({ ...row, cells: row.cells.slice(-days) })),
        ...counts(),
      };
    },
    rows: (hosts) => ({ dates, hosts: rowsOf(hosts), ...counts() }),
    findings: () => [...judged.values()].flatMap(({ findings }) => findings),
    tick() {
      const isRunning = [...judged.values()].filter(({ row }) => row.state === 'running').map(({ row }) => row.host);
      for (const host of isRunning) dirty.add(host);
      const isDue = period() !== judgedIn;
      judgedIn = period();
      if (datesMoved() || isDue) for (const name of names()) dirty.add(name);
      if (dirty.size > 0) start().catch(deps.onBug);
    },
    async close() {
      closed = true;
      await working?.catch(deps.onBug);
    },
  };
}
