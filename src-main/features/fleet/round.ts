/** How often a round is asked until it was each host's turn: of rounds of a quarter of an hour, within two and a half hours. */
const ROUNDS_A_TURN = 10;
/** Of a small fleet no fewer, so that one of some hosts is asked as a whole. */
const LEAST_A_ROUND = 6;
/** Hosts with something open that are asked beyond their turn: where much is wrong at once, it is seldom the hosts'. */
const MOST_OPEN = 40;

export interface RoundOf {
  hosts: readonly string[];
  /** ISO 8601; when a host was asked, empty where it never was. */
  age: (host: string) => string;
  /** Never read, or out of reach. */
  unread: readonly string[];
  /** Something is open about them. */
  open: ReadonlySet<string>;
}

/**
 * Which hosts a quarter-hour's round asks: those about which something is doubtful, and of the others a part, since a
 * host is told by its server's nights every minute, and a login costs it more than its answer is worth while it is well.
 */
export function hostsOfRound({ hosts, age, unread, open }: RoundOf): string[] {
  const ages = new Map(hosts.map((host) => [host, age(host)]));
  const oldestFirst = [...ages].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([host]) => host);
  const doubtful = new Set([...unread, ...oldestFirst.filter((host) => open.has(host)).slice(0, MOST_OPEN)]);
  const quiet = oldestFirst.filter((host) => !doubtful.has(host));
  return [...doubtful, ...quiet.slice(0, Math.max(LEAST_A_ROUND, Math.ceil(hosts.length / ROUNDS_A_TURN)))];
}
