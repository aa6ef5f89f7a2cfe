import type { ComposedReply, LeftOut, ReplyField, ReplyLanguage } from '../contract/index.ts';
import { inPlaceReply, unpackedReply, words } from './reply-words.ts';
import { humanBytes, spokenDate, spokenDates } from './spoken.ts';

/** One tarball that was delivered and verified. */
export interface DeliveredTarball {
  host: string;
  /** As a folder, with all that was in it. */
  unpacked?: boolean | undefined;
  /** In place of what was there: these, by the folder of their night, and where what was there is by now. */
  places?: readonly { path: string; label: string; before?: string | undefined }[] | undefined;
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
    /** How many more there are, where only the first are known. */
    more?: number | undefined;
    /** Selected, but not in this night. */
    absent: readonly string[];
    /** Paths that were not copied that night, and the date of the copy that stands in. */
    sameAs: readonly { path: string; date: string }[];
  }[];
}

export interface ReplyFacts {
  customer: string;
  ticket?: string | undefined;
  tarballs: readonly DeliveredTarball[];
  /** Until when the copies are kept, `YYYY-MM-DD`. */
  heldUntil: string;
}

/** What staff said once for all replies. */
export interface ReplyAround {
  signature: string;
  ticketAddress?: string | undefined;
}

export const MOST_PATHS = 12;

/** A field's fact. Without one its line can't be said; `null`: its line is not needed, and nobody misses it. */
type Facts = Partial<Record<ReplyField, string | null>>;

const FIELD = /(?<!\$)\{([A-Za-z][A-Za-z0-9_]*)\}/g;
const fieldsIn = (line: string) => [...line.matchAll(FIELD)].map(([, field = '']) => field as ReplyField);

/** What is said of each tarball. */
const ofTarball: ReadonlySet<ReplyField> = new Set<ReplyField>([
  'host',
  'path',
  'size',
  'contents',
  'command',
  'commandHint',
  'checksum',
  'sha256',
]);

/**
 * The reply to the customer, ready to send. It says nothing that was not verified: a line with a field for which this
 * restore has no fact is left out and told. The lines from the first to the last that tell of a tarball are said for
 * each of them. A template tells how to unpack a tarball; what was unpacked is told of in words of its own.
 */
export function composeReply(
  { language, text: template }: { language: ReplyLanguage; text: string },
  facts: ReplyFacts,
  around: ReplyAround,
): Omit<ComposedReply, 'template'> {
  const { tarballs } = facts;
  const unpacked = tarballs.some((tarball) => tarball.unpacked);
  const inPlace = tarballs.some(({ places }) => places);
  const text = inPlace ? inPlaceReply[language] : unpacked ? unpackedReply[language] : template;
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const isOfTarball = (line: string) => fieldsIn(line).some((field) => ofTarball.has(field));
  const first = lines.findIndex(isOfTarball);
  const end = lines.findLastIndex(isOfTarball) + 1;
  const general = factsOfAll(language, facts, around);
  const said = new Lines();
  const say = (some: readonly string[], known: Facts) => {
    for (const line of some) said.add(line, known);
  };
  if (first < 0) say(lines, general);
  else {
    say(lines.slice(0, first), general);
    tarballs.forEach((tarball, index) => {
      if (index > 0) say([''], {});
      say(lines.slice(first, end), { ...general, ...factsOf(language, tarball, tarballs.length > 1) });
    });
    say(lines.slice(end), general);
  }
  return {
    text: said.text(),
    left: said.left,
    commands:
      unpacked || inPlace ? [] : tarballs.map(({ host, inCustomer }) => ({ host, command: unpackCommand(inCustomer) })),
    unpacked,
    ...(inPlace ? { inPlace } : {}),
  };
}

class Lines {
  readonly left: LeftOut[] = [];
  readonly #said: string[] = [];
  /** The empty line after one that was left out would be a second one. */
  #skipsEmpty = false;

  add(line: string, facts: Facts): void {
    const fields = fieldsIn(line);
    if (fields.some((field) => field in facts && !facts[field])) {
      const missing = fields.filter((field) => facts[field] === undefined);
      if (missing.length > 0 && !this.left.some((one) => one.line === line)) this.left.push({ line, fields: missing });
      this.#skipsEmpty = (this.#said.at(-1) ?? '') === '';
    } else if (line !== '' || !this.#skipsEmpty) {
      // In one pass: what a fact has in braces is only its text.
      this.#said.push(line.replace(FIELD, (whole, field: ReplyField) => facts[field] ?? whole));
      this.#skipsEmpty = false;
    }
  }

  text = () => this.#said.join('\n').trimEnd();
}

function factsOfAll(language: ReplyLanguage, facts: ReplyFacts, { signature, ticketAddress }: ReplyAround): Facts {
  const { customer, ticket = '', tarballs, heldUntil } = facts;
  const dates = tarballs.flatMap(({ nights }) => nights.map(({ date }) => date));
  return {
    customer: printable(customer),
    nights: spokenDates(dates, language),
    where: words[language].where(
      tarballs.length,
      tarballs.some(({ places }) => places) ? 'place' : tarballs.some(({ unpacked }) => unpacked) ? 'folder' : 'file',
    ),
    heldUntil: heldUntil === '' ? undefined : spokenDate(heldUntil, language),
    ticket: printable(ticket.trim()) || undefined,
    ticketLink: ticketLink(ticketAddress, ticket),
    signature: signature.trim() || null,
  };
}

function factsOf(language: ReplyLanguage, tarball: DeliveredTarball, nameHost: boolean): Facts {
  const { host, inCustomer, bytes, sha256, os, nights, places } = tarball;
  return {
    host: nameHost ? host : null,
    path: places ? placeLines(language, places, nights).join('\n  ') : inCustomer,
    size: humanBytes(bytes, language),
    contents: `${words[language].inIt(nights.length)}\n\n${nights.flatMap((night) => nightLines(language, night)).join('\n')}`,
    command: unpackCommand(inCustomer),
    commandHint: words[language].commandHint(isZstd(inCustomer) ? '-xpf' : '-xzpf'),
    checksum: checksumCommand(inCustomer, os),
    sha256,
  };
}

type Night = DeliveredTarball['nights'][number];

function nightLines(language: ReplyLanguage, night: Night): string[] {
  const { date, label, estimated, paths, absent, sameAs } = night;
  const say = words[language];
  const shown = paths.slice(0, MOST_PATHS);
  const more = paths.length - shown.length + (night.more ?? 0);
  return [
    `  ${label}/${estimated ? ` (${say.estimated(spokenDate(date, language))})` : ''}`,
    ...shown.map((path) => `    ${printable(path)}`),
    ...(more > 0 ? [`    ${say.more(more)}`] : []),
    ...absent.slice(0, MOST_PATHS).map((path) => `    ${say.absent(printable(path))}`),
    ...sameAs.map((one) => `    ${say.sameAs(printable(one.path), spokenDate(one.date, language))}`),
  ];
}

/** What is in place, and where what was there is; and what is to be known of the nights that it is of. */
function placeLines(
  language: ReplyLanguage,
  places: NonNullable<DeliveredTarball['places']>,
  nights: readonly Night[],
): string[] {
  const say = words[language];
  return nights.flatMap((night) => {
    const [, ...told] = nightLines(language, { ...night, paths: [], more: 0 });
    const put = places
      .filter(({ label }) => label === night.label)
      .flatMap(({ path, before }) => [
        printable(path),
        `  ${before === undefined ? say.nothingBefore : say.before(printable(before))}`,
      ]);
    return [
      ...(nights.length > 1 || night.estimated
        ? [`${say.asOf(spokenDate(night.date, language), night.estimated)}`]
        : []),
      ...put,
      ...told.map((line) => line.trim()),
    ];
  });
}

const isZstd = (path: string) => path.endsWith('.zst');

/**
 * `&&` throughout, so that nothing is unpacked where the directory could not be made; each tarball has a directory of
 * its own, so that the command can be given again, and none is unpacked over another. It is said in words that every
 * shell and every tar a customer may have understands, since theirs is not the host's: for root all of them keep owners
 * and modes. --numeric-owner: a name of the host that packed it may be another number in the customer's system.
 */
function unpackCommand(inCustomer: string): string {
  const directory = `/restore-tmp${inCustomer.replace(/\.tar\.[a-z]+$/, '')}`;
  const unpack = isZstd(inCustomer)
    ? `zstd -dc ${inCustomer} | tar --numeric-owner -xpf -`
    : `tar --numeric-owner -xzpf ${inCustomer}`;
  return `mkdir -p ${directory} && cd ${directory} && ${unpack}`;
}

const checksumCommand = (path: string, os: string) =>
  os === 'Linux' ? `sha256sum ${path}` : os === 'FreeBSD' ? `sha256 -q ${path}` : `openssl dgst -sha256 ${path}`;

/** A ticket by its number, with or without a `#`; any other words are no address. As the renderer has it. */
function ticketLink(address: string | undefined, ticket: string): string | undefined {
  const [, number] = /^#?([A-Za-z0-9][A-Za-z0-9._-]{0,63})$/.exec(ticket.trim()) ?? [];
  return address && number ? address.replace('{ticket}', number) : undefined;
}

/** Control characters and bytes that are no text would garble a mail; they are shown as escapes. */
const printable = (path: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones meant
  path.replace(/[\u0000-\u001f\u007f-\u009f]|[\ud800-\udfff](?![\udc00-\udfff])/gu, (character) => {
    const code = character.charCodeAt(0);
    return `\\${(code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code).toString(8).padStart(3, '0')}`;
  });

/** A restore as there may be one, for who writes a template. */
export const exampleFacts: ReplyFacts = {
  customer: 'col00214',
  ticket: '#48213',
  heldUntil: '2013-03-14',
  tarballs: [
    {
      host: 'jail15',
      inCustomer: '/col00214-2013-02-22..24.tar.gz',
      bytes: 44_100_000,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      os: 'FreeBSD',
      nights: ['2013-02-22', '2013-02-24'].map((date) => ({
        date,
        label: date,
        estimated: false,
        paths: ['/usr/home/anna/www/index.html', '/usr/home/anna/www/orders.db'],
        absent: [],
        sameAs: [],
      })),
    },
  ],
};
