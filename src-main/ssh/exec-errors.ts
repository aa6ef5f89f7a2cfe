import { NightkeepError } from '../contract/index.ts';
import type { Link } from './link.ts';
import { inOneLine } from './said.ts';
import type { Target } from './target.ts';

/** The channel ended without an exit code. */
export async function lostInTheMiddle(link: Link): Promise<NightkeepError> {
  const { machine, address } = link.target;
  const why = link.isOpen() ? 'the session was closed from there' : await link.closed;
  return new NightkeepError(
    'unreachable',
    `The connection to ${machine} (${address}) was lost in the middle of a command: ${why}. What it had begun may be unfinished there; try again once the machine can be reached.`,
    { machine, address, inTheMiddle: true },
  );
}

const COMMAND_NOT_FOUND = 127;

/** The account's shell, sudo or doas ended before the command began. */
export function notStarted(target: Target, code: number | null, stdout: string, stderr: string): NightkeepError {
  const { machine, user, become } = target;
  const lastOf = (text: string) => inOneLine(text.trim().split('\n').at(-1) ?? '');
  // A shell that refuses says so on stdout; sudo and doas don't, and what stands there is what the login prints.
  const said = become === 'none' ? [lastOf(stderr), lastOf(stdout)] : [lastOf(stderr) || lastOf(stdout)];
  const because = said.some(Boolean) ? `: ${said.filter(Boolean).join('; ').replace(/\.$/, '')}` : '';
  const details = { machine, stderr: stderr.trim() };
  if (code === COMMAND_NOT_FOUND) {
    const tool = become === 'none' ? 'sh' : become;
    return new NightkeepError(
      'missing-tool',
      `${machine} has no ${tool} on the PATH of ${user}${because}. Install it there.`,
      { ...details, tool },
    );
  }
  if (become !== 'none') {
    return new NightkeepError(
      'permission-denied',
      `${machine}: ${become} does not let ${user} work as root without a password${because}. Allow it in the configuration of ${become} there.`,
      details,
    );
  }
  return new NightkeepError(
    'program-failed',
    `${machine}: the account ${user} can't run commands there${because}. Check its shell.`,
    details,
  );
}
