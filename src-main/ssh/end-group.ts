import type { Become } from '../contract/index.ts';
import { plainCommandFor } from './command.ts';
import type { Channel, Link } from './link.ts';
import { openCommand } from './open-command.ts';

/**
 * Ends a process group: TERM, and KILL to what is left after a grace in tenths of a second. Reads `GROUP GRACE` from
 * stdin; exits with 0 when the group is gone. Zombies don't count: nobody may ever collect them.
 */
const END_GROUP =
  'read -r g n || exit 2; [ "$g" -gt 1 ] || exit 2; ' +
  'alive() { kill -s 0 -- "-$g" 2>/dev/null || return 1; all=$(ps -A -o pgid= -o stat= 2>/dev/null); [ -n "$all" ] || return 0; ' +
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
  'printf "%s\\n" "$all" | ( while read -r p s; do if [ "$p" = "$g" ] && [ "${s#Z}" = "$s" ]; then exit 0; fi; done; exit 1 ) }; ' +
  'pass() { sleep 0.1 2>/dev/null && return; sleep 1; n=$((n-9)); }; ' +
  'kill -s TERM -- "-$g" 2>/dev/null; kill -s CONT -- "-$g" 2>/dev/null; ' +
  'while alive && [ "$n" -gt 0 ]; do n=$((n-1)); pass; done; ' +
  'kill -s KILL -- "-$g" 2>/dev/null; n=30; ' +
  'while alive && [ "$n" -gt 0 ]; do n=$((n-1)); pass; done; ' +
  'if alive; then exit 1; fi; exit 0';

/** Ends a process group on the machine and waits until it is gone. Throws where that can't be made sure of. */
export async function endGroup(link: Link, become: Become, group: number, graceMs: number): Promise<void> {
  const code = await openCommand(link, plainCommandFor(END_GROUP, become), OPEN_MS, (channel) => {
    channel.stdin.on('error', () => {});
    channel.stdout.resume();
    channel.stderr.resume();
    channel.stdin.end(`${group} ${Math.ceil(graceMs / 100)}\n`);
    return exitOf(channel, graceMs + ANSWER_MS);
  });
  if (code !== 0) throw new Error(`the process group ${group} could not be ended`);
}

const OPEN_MS = 10_000;
/** Beyond the grace; a machine that is under load may be slow to collect what it ended. */
const ANSWER_MS = 15_000;

function exitOf(channel: Channel, timeoutMs: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('there was no answer')), timeoutMs);
    let code: number | null = null;
    channel.onExit((exitCode) => {
      code = exitCode;
    });
    channel.onClose(() => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
