import type { Fleet } from '../../contract/index.ts';
import { type Filling, fillingOf, type RoomReading, withReading } from '../../domain/room-trend.ts';
import { dateIn } from '../../domain/time.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';

/** What is known of the room on a server's disk over the days. */
export interface ServerRoom {
  readings: readonly RoomReading[];
  filling?: Filling | undefined;
  /** ISO 8601; since when it is to be full soon. */
  soonSince?: string | undefined;
}

export interface Room {
  note(server: string, disk: { freeBytes: number; totalBytes: number }): void;
  of(server: string): ServerRoom;
}

/** Whoever has to buy a disk needs so many days. */
const SOON_DAYS = 14;
/** It is over only when it is not so soon by far: a trend moves a little every day. */
const OVER_DAYS = 21;

/** Kept in the data folder: one reading a day of each server's disk, out of those that come every minute. */
export function createRoom({ facts, fleet, now }: { facts: FactStore; fleet: () => Fleet; now: () => Date }): Room {
  const known = new Map<string, ServerRoom>();
  const nameOf = (server: string) => `room:${server}`;
  const of = (server: string): ServerRoom => {
    const room = known.get(server) ?? (facts.get(nameOf(server)) as ServerRoom | undefined) ?? { readings: [] };
    known.set(server, room);
    return room;
  };
  return {
    of,
    note(server, { freeBytes, totalBytes }) {
      const { readings: before, soonSince } = of(server);
      const readings = withReading(before, { date: dateIn(fleet().timeZone, now()), freeBytes, totalBytes });
      if (readings === before) return;
      const filling = fillingOf(readings);
      const isSoon = filling !== undefined && filling.inDays <= (soonSince ? OVER_DAYS : SOON_DAYS);
      const room = { readings, filling, soonSince: isSoon ? (soonSince ?? now().toISOString()) : undefined };
      known.set(server, room);
      facts.set(nameOf(server), room);
    },
  };
}
