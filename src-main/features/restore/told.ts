import { z } from 'zod';
import { MOST_PLACES } from '../../domain/in-place.ts';
import { type DeliveredTarball, MOST_PATHS, type ReplyFacts } from '../../domain/reply.ts';
import type { KnownAction } from '../activity.ts';

/** A line of the log is handed to a shell, which may hand it to a program: no argument of those has 128 KiB. */
const LARGEST = 64 * 1024;

const word = z.string().max(4096);
/** It is part of a command, or stands alone in a line. */
const oneLine = z
  .string()
  .max(4096)
  .regex(/^\P{Cc}*$/u);
const words = z.array(word).max(MOST_PATHS);

/** What a server's log says that was told: it is a server's word, and goes into a mail. */
const told = z.object({
  heldUntil: z.iso.date(),
  /** How many tarballs there are: a server that is silent must not make one of them go unsaid. */
  of: z.int().min(1),
  tarball: z.object({
    host: oneLine,
    inCustomer: oneLine,
    unpacked: z.boolean().optional(),
    places: z
      .array(z.object({ path: word, label: oneLine, before: word.optional() }))
      .max(MOST_PLACES)
      .optional(),
    bytes: z.int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    os: z.string().max(100),
    nights: z
      .array(
        z.object({
          date: z.iso.date(),
          label: oneLine,
          estimated: z.boolean(),
          paths: words,
          more: z.int().min(0).optional(),
          absent: words,
          sameAs: z.array(z.object({ path: word, date: z.iso.date() })).max(1000),
        }),
      )
      .max(1000),
  }),
});

/** What a reply can be worded anew of; undefined where that is too much for a line of the log. */
export function toldOf(tarball: DeliveredTarball, heldUntil: string, of: number): string | undefined {
  const nights = tarball.nights.map(({ paths, absent, ...night }) => ({
    ...night,
    paths: paths.slice(0, MOST_PATHS),
    more: Math.max(0, paths.length - MOST_PATHS),
    absent: absent.slice(0, MOST_PATHS),
  }));
  const text = JSON.stringify({ heldUntil, of, tarball: { ...tarball, nights } });
  return Buffer.byteLength(text) > LARGEST ? undefined : text;
}

/** The facts of a restore by its lines in the logs; undefined where one has none, or none that fit. */
export function factsOf(lines: readonly KnownAction[]): ReplyFacts | undefined {
  const [first] = lines;
  const each = lines.map(({ action }) => parsed(action.told));
  const known = each.flatMap((one) => (one?.of === lines.length ? one : []));
  if (!first || known.length < lines.length) return undefined;
  return {
    customer: first.action.customer ?? '',
    ticket: first.action.ticket,
    tarballs: known.map(({ tarball }) => tarball),
    heldUntil: known.map(({ heldUntil }) => heldUntil).sort()[0] ?? '',
  };
}

/** What was put in place, as it was noted. */
export const placesIn = (text: string | undefined) => parsed(text)?.tarball.places;

function parsed(text: string | undefined): z.infer<typeof told> | undefined {
  if (!text || text.length > LARGEST) return undefined;
  try {
    return told.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
