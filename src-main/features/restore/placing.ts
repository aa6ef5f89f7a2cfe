import { type ErrorCode, NightkeepError, type PlacedPath } from '../../contract/index.ts';
import type { Place } from '../../domain/in-place.ts';
import type { DeliveryProgress, PutPlace } from '../../programs/restore/deliver.ts';

/** Those by which nobody on the host can have said where things stand. */
const unheard: readonly ErrorCode[] = ['cancelled', 'unreachable', 'timed-out', 'program-failed'];

interface Placing {
  /** True where the event was one of a place. */
  take(event: DeliveryProgress): boolean;
}

/** Something may have been put in place by then: it is tried again by nobody but who has looked at it. */
export const isOfPlaces = ({ details }: NightkeepError): boolean => details?.placing === true;

/** Does a delivery, and tells, where it fails, what was put in place by then. */
export async function withPlaces<Result>(host: string, work: (placing: Placing) => Promise<Result>): Promise<Result> {
  let begun: string | undefined;
  const placed: PutPlace[] = [];
  try {
    return await work({
      take({ placing, placed: one }) {
        if (placing !== undefined) begun = placing;
        if (one) placed.push(one);
        return placing !== undefined || one !== undefined;
      },
    });
  } catch (error) {
    if (begun === undefined || !(error instanceof NightkeepError)) throw error;
    const isOpen = unheard.includes(error.code) && placed.at(-1)?.path !== begun;
    const done = placed.map(({ path, aside }) => ({ path: `/${path}`, before: inRoot(aside) }));
    const words = [
      ...(done.length > 0 ? [`in place on ${host} already: ${placesInWords(done)}`] : []),
      ...(isOpen ? [`how it went with /${begun} was not heard: choosing the same again shows what is there`] : []),
    ];
    const message = [error.message, ...words].join('; ');
    // What changed something was not just cancelled.
    const code = error.code === 'cancelled' ? 'conflict' : error.code;
    throw new NightkeepError(code, message, { ...error.details, placing: true }, { cause: error });
  }
}

const inRoot = (path: string) => (path === '' ? undefined : `/${path}`);

/** Of many, the first. */
export function placesInWords(places: readonly Pick<PlacedPath, 'path' | 'before'>[]): string {
  const shown = places.slice(0, MOST_SHOWN).map(({ path, before }) => {
    return `${path} (${before ? `what was there before is ${before}` : 'nothing was there before'})`;
  });
  const more = places.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

const MOST_SHOWN = 10;

/** What a host says of the places that it was asked for. */
export function placedOf(places: readonly Place[], put: readonly PutPlace[]): PlacedPath[] {
  return places.flatMap(({ label, path }) => {
    const found = put.find((one) => one.path === path);
    return found ? [{ label, path: `/${path}`, before: inRoot(found.aside) }] : [];
  });
}
