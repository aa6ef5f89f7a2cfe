import type { FailureCause } from '../../contract/index.ts';
import type { Core } from '../../core.ts';
import type { Terminal } from './call.ts';

/** The exit codes of monitoring plugins, which Nagios, Icinga, Zabbix and others take as they are. */
export const WATCH_EXIT = { good: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** What costs a customer their data, or will; anything else is a warning. */
const critical: ReadonlySet<FailureCause> = new Set([
  'nights-lost',
  'shared-backupdir',
  'run-failed',
  'entry-missing',
  'entry-failed',
  'host-key-changed',
]);

/**
 * Prints what is open and how many hosts are in which state, as one JSON document, and gives the exit code. What somebody
 * acknowledged or put off, on whichever machine, raises nothing. Throws NightkeepErrors.
 */
export async function runWatch(core: Core, terminal: Pick<Terminal, 'out'>): Promise<number> {
  const { failures } = await core.call('failures.list', { state: 'open' });
  await core.call('digest.due', {});
  const { counts, notKnown, noNight } = await core.call('tonight.get', {});
  const state: keyof typeof WATCH_EXIT = failures.some(({ cause }) => critical.has(cause))
    ? 'critical'
    : failures.length > 0
      ? 'warning'
      : notKnown > 0
        ? 'unknown'
        : 'good';
  const told = failures.map(({ fixes, state: _, ...failure }) => failure);
  terminal.out(`${JSON.stringify({ state, failures: told, hosts: { ...counts, notKnown, noNight } })}\n`);
  return WATCH_EXIT[state];
}
