import type { Today } from '../host-facts.ts';
import type { Filling, RoomReading } from '../room-trend.ts';
import { humanBytes } from '../spoken.ts';
import { dateIn, daysBetween } from '../time.ts';
import type { Finding } from './finding.ts';

interface Room {
  readings: readonly RoomReading[];
  filling?: Filling | undefined;
  soonSince?: string | undefined;
}

/** A server whose disk is full before long: every night that goes there ends then. */
export function ofRoom(server: string, { readings, filling, soonSince }: Room, today: Today): Finding[] {
  const last = readings.at(-1);
  if (!last || !filling || soonSince === undefined) return [];
  const room = `${humanBytes(last.freeBytes)} of ${humanBytes(last.totalBytes)} are free`;
  return [
    {
      host: server,
      path: undefined,
      cause: 'server-filling',
      message:
        `it is full ${whenFull(filling)} at ${humanBytes(filling.bytesADay)} a day: ${room}. Make room before, or its nights ` +
        'fail: release what is held for nobody, give it a larger disk, or move hosts to another server',
      firstSeen: soonSince,
      lastSeen: today.now.toISOString(),
      nights: daysBetween(dateIn(today.timeZone, new Date(soonSince)), dateIn(today.timeZone, today.now)) + 1,
      resolvedAt: undefined,
    },
  ];
}

const whenFull = ({ inDays }: Filling) =>
  inDays === 0 ? 'today' : inDays === 1 ? 'tomorrow' : `in about ${inDays} days`;
