import type { KeyLine } from '../contract/index.ts';

/** What is known of the way in that a host has to its server. */
export interface WayIn {
  host: string;
  server: string;
  /** How many keys its ssh offers. */
  keys: number;
  /** How many of them it showed to hold. */
  proven: number;
  lines: readonly KeyLine[];
  isInstalled: boolean;
  /** The gate is the one this app would install. */
  isCurrent: boolean;
  /** It is told what the fleet says now. */
  hasSettings: boolean;
  rsync: string | undefined;
  /** What serves the host on the server is in a place where nothing else exists. */
  confined: boolean;
}

/** What is open and can be closed, a sentence each. */
export function holesOf(way: WayIn): string[] {
  const { host, server } = way;
  const holes: string[] = [];
  if (way.keys === 0)
    holes.push(`${host} uses no key that could be read, so what it may do on ${server} is not known.`);
  else if (way.lines.length === 0) {
    holes.push(
      `${server} has no line for a key of ${host} where it was looked for, so what ${host} may do is not known.`,
    );
  }
  for (const { state, number, file } of way.lines) {
    if (state === 'open') {
      const danger = `Whoever is root on ${host} can run any command on ${server}, and change or delete every night there`;
      holes.push(
        way.proven === way.keys
          ? `${danger}: its key in line ${number} of ${file} is not bound to the gate.`
          : `${danger}, if the key in line ${number} of ${file} is one of its own: ${host} says so, but did not prove that it holds every key that it names. That line is not bound to the gate.`,
      );
    }
    if (state === 'other') {
      holes.push(
        `The key in line ${number} of ${file}, which ${host} names as its own, has a command of its own; what that allows is not known.`,
      );
    }
  }
  const isGated = way.lines.some(({ state }) => state === 'gated');
  if (isGated && !way.isInstalled) holes.push(`The gate is gone from ${server}: ${host} can't bring its nights there.`);
  else if (isGated && !way.isCurrent) holes.push(`The gate on ${server} is another version than this app's.`);
  if (isGated && way.isInstalled && !way.hasSettings) {
    holes.push(
      `The gate on ${server} was told other things of ${host} than the fleet says now, such as how many nights to keep.`,
    );
  }
  if (!way.confined) {
    const version = `The rsync of ${server} is ${way.rsync ?? 'of an unknown version'}`;
    const old = isOlder(way.rsync, OLDEST_SAFE)
      ? `: before 3.5.0 a host can make it follow symlinks and read or write outside of its night.`
      : `, and an error in it or in the gate would reach every file there.`;
    holes.push(
      `${server} can make no place of its own for what serves ${host}, which takes root and the mount namespaces of Linux (on FreeBSD there is none yet). ${version}${old}`,
    );
  }
  return holes;
}

/** What no gate closes, a sentence each. */
export const whatRemains = (host: string, server: string, backupdir: string): string[] => [
  `Whoever is root on ${host} can fill the disk of ${server} with data of its own; a quota on ${backupdir} bounds that.`,
  `It can also bring empty or false nights, one date a day; good ones leave rotation as the days go by, unless they are held.`,
];

/** Of rsync, where nothing else holds it: none before was shown to stay in its folder. */
const OLDEST_SAFE = [3, 5, 0];

function isOlder(version: string | undefined, than: readonly number[]): boolean {
  const parts = (version ?? '').split('.').map(Number);
  for (const [index, wanted] of than.entries()) {
    const part = parts[index] ?? 0;
    if (Number.isNaN(part) || part < wanted) return true;
    if (part > wanted) return false;
  }
  return false;
}
