import { dateIn } from './time.ts';

/** One tarball that was delivered and verified. */
export interface DeliveredTarball {
  host: string;
  /** As the customer sees it. */
  inCustomer: string;
  bytes: number;
  sha256: string;
  /** As `uname -s` has it on the host. */
  os: string;
  nights: {
    /** `YYYY-MM-DD` */
    date: string;
    /** Its folder in the tarball. */
    label: string;
    estimated: boolean;
    /** Paths as the customer sees them, such as `/usr/home`. */
    paths: readonly string[];
    /** Selected, but not in this night. */
    absent: readonly string[];
    /** Paths that were not copied that night, and the date of the copy that stands in. */
    sameAs: readonly { path: string; date: string }[];
  }[];
}

export interface ReplyFacts {
  tarballs: readonly DeliveredTarball[];
  /** Until when the copies are kept, `YYYY-MM-DD`. */
  heldUntil: string;
}

const MOST_PATHS = 12;

/** The reply to the customer, ready to send. It says nothing that was not verified. */
export function replyText({ tarballs, heldUntil }: ReplyFacts): string {
  const dates = tarballs.flatMap(({ nights }) => nights.map(({ date }) => date));
  const files = tarballs.length === 1 ? 'is on your system' : `is on your ${tarballs.length} systems, a file on each`;
  return [
    `Your backup of ${spokenDates(dates)} ${files}.`,
    ...tarballs.map((tarball) => tarballText(tarball, tarballs.length > 1)),
    `Nothing on your system was changed. We keep these copies until ${spokenDate(heldUntil)}; should the file get lost before then, write to us and we put it there again.`,
  ].join('\n\n');
}

function tarballText(tarball: DeliveredTarball, nameHost: boolean): string {
  const { host, inCustomer, bytes, sha256, os, nights } = tarball;
  return [
    `${nameHost ? `On ${host}:\n\n` : ''}  ${inCustomer} (${humanBytes(bytes)})`,
    nights.length === 1 ? 'In it:' : 'In it, a folder for each night:',
    nights.flatMap(nightLines).join('\n'),
    'Please unpack it in a temporary directory, so that it does not overwrite what is there now:',
    unpackCommands(tarball),
    `To make sure that the file is whole: ${checksumCommand(inCustomer, os)} says\n\n  ${sha256}`,
  ].join('\n\n');
}

function nightLines({ date, label, estimated, paths, absent, sameAs }: DeliveredTarball['nights'][number]): string[] {
  const shown = paths.slice(0, MOST_PATHS);
  const more = paths.length - shown.length;
  return [
    `  ${label}/${estimated ? ` (the date, ${spokenDate(date)}, is an estimate)` : ''}`,
    ...shown.map((path) => `    ${printable(path)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
    ...absent.slice(0, MOST_PATHS).map((path) => `    not in the backup of that night: ${printable(path)}`),
    ...sameAs.map(
      (one) => `    ${printable(one.path)} was not copied that night; this is the copy of ${spokenDate(one.date)}`,
    ),
  ];
}

/**
 * `&&` throughout, so that nothing is unpacked where the directory could not be made; each tarball has a directory of
 * its own, so that the command can be given again, and none is unpacked over another. It is said in words that every
 * shell and every tar a customer may have understands, since theirs is not the host's: for root all of them keep owners
 * and modes. --numeric-owner: a name of the host that packed it may be another number in the customer's system.
 */
function unpackCommands({ inCustomer }: DeliveredTarball): string {
  const directory = `/restore-tmp${inCustomer.replace(/\.tar\.[a-z]+$/, '')}`;
  const isZstd = inCustomer.endsWith('.zst');
  const unpack = isZstd
    ? `zstd -dc ${inCustomer} | tar --numeric-owner -xpf -`
    : `tar --numeric-owner -xzpf ${inCustomer}`;
  return [
    `  mkdir -p ${directory} && cd ${directory} && ${unpack}`,
    `Where \`tar --version\` says GNU, put --acls --xattrs --xattrs-include='*' before ${isZstd ? '-xpf' : '-xzpf'}: it then keeps access lists and extended attributes, too, which FreeBSD’s tar does by itself.`,
  ].join('\n\n');
}

const checksumCommand = (path: string, os: string) =>
  os === 'Linux' ? `sha256sum ${path}` : os === 'FreeBSD' ? `sha256 -q ${path}` : `openssl dgst -sha256 ${path}`;

/** Control characters and bytes that are no text would garble a mail; they are shown as escapes. */
const printable = (path: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones meant
  path.replace(/[\u0000-\u001f\u007f-\u009f]|[\ud800-\udfff](?![\udc00-\udfff])/gu, (character) => {
    const code = character.charCodeAt(0);
    return `\\${(code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code).toString(8).padStart(3, '0')}`;
  });

const months = 'January February March April May June July August September October November December'.split(' ');

export function spokenDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

/** The day of an instant (ISO 8601) in the fleet's time zone, as every sentence that names one has it. */
export const spokenDay = (instant: string, timeZone: string): string => spokenDate(dateIn(timeZone, new Date(instant)));

/** `22 and 24 February 2013`, `28 February and 1 March 2013`. */
export function spokenDates(dates: readonly string[]): string {
  const unique = [...new Set(dates)].sort();
  const words = unique.map((date, index) => {
    const [day, month, year] = spokenDate(date).split(' ');
    const next = unique[index + 1];
    if (!next) return `${day} ${month} ${year}`;
    if (next.slice(0, 7) === date.slice(0, 7)) return day;
    return next.slice(0, 4) === date.slice(0, 4) ? `${day} ${month}` : `${day} ${month} ${year}`;
  });
  const last = words.pop();
  return words.length > 0 ? `${words.join(', ')} and ${last}` : (last ?? '');
}

export function humanBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return power === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}
