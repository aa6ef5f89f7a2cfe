/** The addresses of the screens. A path in an address is percent-encoded byte by byte, so that any file name has one. */
export type Route =
  | { screen: 'tonight' }
  | { screen: 'customers'; query: string }
  | {
      screen: 'customer';
      id: string;
      place?: { host: string; path: string } | undefined;
      job?: string | undefined;
      /** Nights to be chosen on arrival: days and stretches of days, `2013-02-24,2013-02-26..2013-02-28`. */
      nights?: string | undefined;
    }
  | { screen: 'hosts' }
  | { screen: 'host'; name: string; fix?: HostFix | undefined }
  /** One run of a host, by its id or the date of its night. */
  | { screen: 'run'; host: string; run: string }
  | { screen: 'holds' }
  | { screen: 'activity' }
  | { screen: 'settings' }
  | { screen: 'first-run' }
  | { screen: 'unknown' };

/** What to do on arrival at a host's page: an edit of backup.config to look over and save, or the schedule; `add` in a folder. */
export type HostFix = { kind: 'edit' | 'remove' | 'use' | 'add'; path: string } | { kind: 'schedule' };

export function routeOf(location: string): Route {
  const [screen = '', first, ...rest] = location.split('/').filter(Boolean);
  switch (screen) {
    case '':
    case 'tonight':
      return { screen: 'tonight' };
    case 'customers':
      return first === undefined ? { screen: 'customers', query: '' } : customerRoute(decode(first), rest);
    case 'search':
      return { screen: 'customers', query: first === undefined ? '' : decode(first) };
    case 'hosts':
      return first === undefined ? { screen: 'hosts' } : hostRoute(decode(first), rest);
    case 'holds':
    case 'activity':
    case 'settings':
    case 'first-run':
      return { screen };
    default:
      return { screen: 'unknown' };
  }
}

function customerRoute(id: string, [kind, value, ...rest]: string[]): Route {
  if (kind === 'files' && value !== undefined)
    return { screen: 'customer', id, place: { host: decode(value), path: `/${rest.map(decode).join('/')}` } };
  if (kind === 'nights' && value !== undefined) return { screen: 'customer', id, nights: decode(value) };
  if (kind === 'job' && value !== undefined) return { screen: 'customer', id, job: decode(value) };
  return { screen: 'customer', id };
}

function hostRoute(name: string, rest: string[]): Route {
  const [kind, run] = rest;
  if (kind === 'runs' && run !== undefined) return { screen: 'run', host: name, run: decode(run) };
  return { screen: 'host', name, fix: hostFix(rest) };
}

function hostFix([kind, path]: string[]): HostFix | undefined {
  if (kind === 'schedule') return { kind };
  if ((kind === 'edit' || kind === 'remove' || kind === 'use' || kind === 'add') && path !== undefined)
    return { kind, path: decode(path) };
  return undefined;
}

/** Without the leading `#`. */
export function addressOf(route: Route): string {
  switch (route.screen) {
    case 'customers':
      return route.query ? `/search/${encode(route.query)}` : '/customers';
    case 'customer': {
      const page = `/customers/${encode(route.id)}`;
      if (route.job) return `${page}/job/${encode(route.job)}`;
      if (route.nights) return `${page}/nights/${encode(route.nights)}`;
      if (!route.place) return page;
      const { host, path } = route.place;
      return `${page}/files/${[host, ...path.split('/').filter(Boolean)].map(encode).join('/')}`;
    }
    case 'host':
      return [`/hosts/${encode(route.name)}`, ...fixParts(route.fix)].join('/');
    case 'run':
      return `/hosts/${encode(route.host)}/runs/${encode(route.run)}`;
    case 'unknown':
      return '/tonight';
    default:
      return `/${route.screen}`;
  }
}

/** What a screen is about: the same wherever in a customer's files one is. */
export function subjectOf(route: Route): string {
  switch (route.screen) {
    case 'customer':
      return `customer ${route.id}`;
    case 'host':
      return `host ${route.name}`;
    case 'run':
      return `run ${route.host} ${route.run}`;
    default:
      return route.screen;
  }
}

const fixParts = (fix: HostFix | undefined): string[] => {
  if (!fix) return [];
  return fix.kind === 'schedule' ? [fix.kind] : [fix.kind, encode(fix.path)];
};

export const hrefOf = (route: Route): string => `#${addressOf(route)}`;

const encoder = new TextEncoder();
const plain = /^[A-Za-z0-9._~@:+=,-]$/;

/** encodeURIComponent refuses a lone surrogate, which stands for one byte here (see the contract's models). */
export function encode(text: string): string {
  let encoded = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (plain.test(character)) encoded += character;
    else if (code >= 0xdc80 && code <= 0xdcff) encoded += percent(code - 0xdc00);
    else for (const byte of encoder.encode(character)) encoded += percent(byte);
  }
  return encoded;
}

const percent = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;

/** The reverse. Text that nobody encoded comes back as it is. */
export function decode(text: string): string {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split('%'), (pair) => Number.parseInt(pair, 16));
    return decodeBytes(bytes);
  });
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i] ?? 0;
    const length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    try {
      text += strict.decode(bytes.subarray(i, i + length));
      i += length;
    } catch {
      text += String.fromCharCode(0xdc00 + byte);
      i += 1;
    }
  }
  return text;
}
