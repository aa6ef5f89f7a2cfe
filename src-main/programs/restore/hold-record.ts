import type { HeldNight, Hold } from '../../contract/index.ts';
import { countOf, dateOf, instantOf, NO_DATE, NO_TIME } from '../../domain/told-values.ts';
import type { ProgramEvent } from '../wire.ts';

/** A hold as its record on the server has it. */
export interface HoldRecord extends Omit<Hold, 'server'> {
  host: string;
  nights: (HeldNight & {
    /** Its folder in the tree, and in the tarball. */
    label: string;
  })[];
  ticket: string | undefined;
  /** What its maker told this selection from others by. */
  request: string | undefined;
  /** The customer's root that the tree's paths are relative to; '' where they are full, as in a hold that was made by itself. */
  root: string;
  /** The latest last, each name once: what was deleted on the server is packed again under its name. */
  tarballs: { name: string; bytes: number; sha256: string; entries: number }[];
  /** Where its tarball was put, as the host has it. */
  delivered: { host: string; path: string; at: string }[];
  /** When it was last read back and compared with its tarball, and what was found. */
  proven: { at: string; files: number; wrong: number } | undefined;
}

/** The events of holds.sh's nk_tell_hold, several holds one after another. What has no `hold` line is none yet. */
export function holdsOf(events: readonly ProgramEvent[]): HoldRecord[] {
  const groups: ProgramEvent[][] = [];
  for (const event of events) {
    if (event.name === 'held') groups.push([event]);
    else groups.at(-1)?.push(event);
  }
  return groups.flatMap(holdOf);
}

function holdOf(events: ProgramEvent[]): HoldRecord[] {
  const id = events[0]?.fields.id;
  const head = events.find((event) => event.name === 'hold')?.fields;
  if (!id || !head) return [];
  const host = head.host ?? '';
  const all = (name: string) => events.filter((event) => event.name === name).map((event) => event.fields);
  const pathsOf = Map.groupBy(all('path'), ({ runId = '' }) => runId);
  const nights = all('night').map((fields): HoldRecord['nights'][number] => ({
    host,
    runId: fields.runId ?? '',
    date: dateOf(fields.date) ?? NO_DATE,
    label: fields.label ?? fields.date ?? '',
    paths: (pathsOf.get(fields.runId ?? '') ?? []).map((path) => path.path ?? ''),
  }));
  return [
    {
      id,
      host,
      customer: head.customer || undefined,
      ticket: head.ticket || undefined,
      request: head.request || undefined,
      root: head.root ?? '',
      reason: head.reason ?? '',
      by: head.by ?? '',
      createdAt: instantOf(head.createdAt) ?? NO_TIME,
      until: instantOf(head.until) ?? NO_TIME,
      bytes: countOf(head.bytes) ?? 0,
      nights,
      tarballs: tarballsOf(all('tarball')),
      proven: provenOf(all('proven').at(-1)),
      delivered: all('delivered').map((fields) => ({
        host: fields.host ?? host,
        path: fields.path ?? '',
        at: instantOf(fields.at) ?? NO_TIME,
      })),
    },
  ];
}

const provenOf = (fields: ProgramEvent['fields'] | undefined): HoldRecord['proven'] =>
  fields && {
    at: instantOf(fields.at) ?? NO_TIME,
    files: countOf(fields.files) ?? 0,
    wrong: countOf(fields.wrong) ?? 0,
  };

function tarballsOf(lines: readonly ProgramEvent['fields'][]): HoldRecord['tarballs'] {
  const latest = new Map<string | undefined, ProgramEvent['fields']>();
  for (const fields of lines) {
    // Put in again, so that the order is that of the latest lines.
    latest.delete(fields.name);
    latest.set(fields.name, fields);
  }
  return [...latest.values()].map((fields) => ({
    name: fields.name ?? '',
    bytes: countOf(fields.bytes) ?? 0,
    sha256: fields.sha256 ?? '',
    entries: countOf(fields.entries) ?? 0,
  }));
}
