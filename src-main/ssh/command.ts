import type { Become } from '../contract/index.ts';

/** What stands before the process group's number on the line that every command prints first. */
export const GROUP_MARK = 'nightkeep-group ';

/**
 * Prints the process group that the command runs in. The shell leads it where sshd started it directly, and then a
 * signal 0 to the group of its own number succeeds; behind sudo or a forced command it may not.
 */
const TELL_GROUP =
  'nk_g=$$; kill -s 0 -- "-$nk_g" 2>/dev/null || ' +
  '{ read -r nk_a nk_a nk_a nk_a nk_g nk_a </proc/$$/stat; } 2>/dev/null || nk_g=$(ps -o pgid= -p $$); ' +
  `echo "${GROUP_MARK}"$nk_g; unset nk_a nk_g; `;

/**
 * The command line for a constant script. The account's shell may be any, csh and fish too, so the script stands in
 * single quotes, and only what all shells take literally there may be in it.
 */
export function commandFor(script: string, become: Become): string {
  return `exec ${as(become)}sh -c '${checked(TELL_GROUP + script)}'`;
}

/** The same without the line that tells the group, for commands that are never ended. */
export const plainCommandFor = (script: string, become: Become): string =>
  `exec ${as(become)}sh -c '${checked(script)}'`;

/** -n: where a password would be needed it fails, rather than wait for one. */
const as = (become: Become) => ({ none: '', sudo: 'sudo -n -- ', doas: 'doas -n ' })[become];

function checked(script: string): string {
  // csh takes `!` for its history unless a blank, `=` or `(` follows; fish takes \' and \\ for an escape.
  const bad = /['\n\r\0]|!(?![=( \t])|\\\\/.exec(script);
  if (bad) throw new Error(`a script for a machine must not hold ${JSON.stringify(bad[0])}: ${script}`);
  return script;
}
