import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type CommandArguments, NightkeepError } from '../../contract/index.ts';
import { type Place, placesOf } from '../../domain/in-place.ts';
import { folderName, tarballName } from '../../domain/labels.ts';
import type { Machines } from '../../ssh/types.ts';
import type { Carrier, Source, Told } from './carrier.ts';
import { Courier } from './courier.ts';
import type { RestoreDeps } from './deps.ts';
import { DeskCarrier } from './desk-carrier.ts';

/** As it is asked for; the customer's own `/` where nothing is. */
export type Wanted = CommandArguments<'restore.plan'>['to'];

/** Where a restore goes. */
export type Destination =
  | {
      desk: false;
      host: string;
      /** The customer's `/` there. */
      root: string;
      /** It is the host that the nights are of, which may fetch from its server by itself. */
      isOwn: boolean;
      /** The host's backup.config, beside which it is noted what was delivered; undefined for a host that left the fleet. */
      configPath: string | undefined;
      /** What arrives there is unpacked in a new folder. */
      unpacked: boolean;
      /** What arrives there takes the place of what is there: just these. */
      places?: readonly Place[] | undefined;
    }
  | { desk: true; folder: string };

/**
 * Where what is asked for goes: into the customer's `/` on their host, unless something else is said. Throws bad-input
 * for a root that is not the customer's, and for what can't or may not be put in place; not-found for a host that is not in
 * the fleet.
 * @param nights what is restored, by paths in the root
 */
export function destinationOf(
  { customers, fleet, desk }: Pick<RestoreDeps, 'customers' | 'fleet' | 'desk'>,
  { host, root }: { host: string; root: string },
  customer: string,
  to: Wanted,
  nights: Parameters<typeof placesOf>[0],
): Destination {
  if (to?.way === 'desk') return { desk: true, folder: desk ?? join(homedir(), 'Downloads') };
  const configPath = fleet().hosts.find(({ name }) => name === (to?.way === 'host' ? to.host : host))?.configPath;
  if (to?.way === 'in-place') {
    const places = placesOf(nights);
    if (!fleet().restoreInPlace)
      throw refusal(
        'the settings of this fleet do not allow to put anything in place of what is there: choose another way, or allow it in Settings',
      );
    if (typeof places === 'string') throw refusal(places);
    return { desk: false, host, root, isOwn: true, configPath, unpacked: false, places };
  }
  if (to?.way !== 'host') return { desk: false, host, root, isOwn: true, configPath, unpacked: to?.way === 'unpacked' };
  if (!fleet().hosts.some(({ name }) => name === to.host)) {
    throw new NightkeepError('not-found', `the fleet has no host ${to.host}`, { host: to.host });
  }
  const found = customers.of(to.root);
  if (found?.id !== customer || found.root !== to.root) {
    const message = `${to.root} is not the / of ${customer}: nobody else may be given their files`;
    throw new NightkeepError('bad-input', message, { issues: [{ path: 'to.root', message }] });
  }
  return { desk: false, host: to.host, root: to.root, isOwn: to.host === host, configPath, unpacked: false };
}

const refusal = (message: string) => new NightkeepError('bad-input', message, { issues: [{ path: 'to', message }] });

/** What is delivered of nights of these dates, by its name there: without its ending, or a number where that is taken. */
export const nameAt = (to: Destination, customer: string, dates: readonly string[]): string =>
  isUnpacked(to) || isInPlace(to) ? folderName(dates) : tarballName(customer, dates);

export const isUnpacked = (to: Destination): boolean => !to.desk && to.unpacked;

export const isInPlace = (to: Destination): boolean => !to.desk && to.places !== undefined;

/** Throws needs-confirmation where what is to be put in place was not named. */
export function mustBeConfirmed(wanted: Wanted, destinations: readonly Destination[]): void {
  if (wanted?.way !== 'in-place') return;
  const paths = destinations.flatMap((to) =>
    to.desk ? [] : (to.places ?? []).map(({ path }) => `${to.root}/${path}`),
  );
  const { confirm = [] } = wanted;
  if (confirm.length === paths.length && paths.every((path) => confirm.includes(path))) return;
  const message = `these would be put in place of what is there, and have to be named: ${paths.join(', ')}`;
  throw new NightkeepError('needs-confirmation', message, { target: paths });
}

export const carrierTo = (machines: Machines, source: Source, to: Destination, told: Told): Carrier =>
  to.desk ? new DeskCarrier(machines, source, to.folder, told) : new Courier(machines, source, to, told);

/** Bytes; undefined where they can't be told, as of a folder that is only made when it is needed. */
export async function freeOnDesk(folder: string): Promise<number | undefined> {
  const room = await statfs(folder).catch(() => undefined);
  return room && room.bavail * room.bsize;
}
