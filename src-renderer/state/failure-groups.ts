import type { FailureCause, FailureItem, TonightHost } from '../../src-main/contract/index.ts';

/** Failures of one cause on one server. */
export interface FailureGroup {
  key: string;
  cause: FailureCause;
  server: string | undefined;
  failures: FailureItem[];
  /** Hosts whose nights nobody can see because of it: where it is a server that does not answer. */
  behind: number;
}

/** Nothing is known of what is on a server then. */
const isSilent: Partial<Record<FailureCause, true>> = { unreachable: true, 'host-key-changed': true };
/** So many alike are one line; fewer stand for themselves. */
const ALIKE = 4;

/**
 * What needs somebody, by cause and server: a server that does not answer first, since nothing is known of what is on it,
 * then in the order in which failures come, which is that of what they cost.
 */
export function groupFailures(failures: readonly FailureItem[], hosts: readonly TonightHost[]): FailureGroup[] {
  const behind = Map.groupBy(hosts, ({ server }) => server);
  const groups = new Map<string, FailureGroup>();
  for (const failure of failures) {
    const { cause, server, id, host } = failure;
    const isServer = server === host;
    const key = isServer ? id : JSON.stringify([cause, server]);
    const group = groups.get(key) ?? { key, cause, server, failures: [], behind: 0 };
    group.failures.push(failure);
    if (isServer && isSilent[cause]) group.behind = behind.get(host)?.length ?? 0;
    groups.set(key, group);
  }
  const split = [...groups.values()].flatMap((group) =>
    group.failures.length >= ALIKE
      ? [group]
      : group.failures.map((failure) => ({ ...group, key: failure.id, failures: [failure] })),
  );
  return split.sort((a, b) => b.behind - a.behind);
}
