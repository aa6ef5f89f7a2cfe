/**
 * Reads a program from stdin and becomes it; what follows on stdin is the program's input. The first line says how many
 * bytes the program has, and no more than those are read: `dd` takes what a pipe has, where the shell's own `read` would
 * take it byte by byte. It is the only command ever sent to a machine, so that nothing variable passes through a shell,
 * whichever shell the account has: it stands in single quotes without a newline or `!`, which csh would take for its own.
 * A program that does not come whole is not run.
 */
export const BOOT =
  `IFS= read -r nk_n; nk_p=; ` +
  `while [ "\${#nk_p}" -lt "$nk_n" ]; do ` +
  `nk_l=$(dd bs=$((nk_n - \${#nk_p})) count=1 2>/dev/null; echo .); ` +
  `if [ "$nk_l" = . ]; then exit 1; fi; nk_p=$nk_p\${nk_l%.}; ` +
  `done; [ "\${#nk_p}" = "$nk_n" ] || exit 1; ` +
  `eval "$nk_p"`;

/**
 * The program's text as it goes to stdin, before its input.
 *
 * @throws where it is not ASCII: some shells count characters.
 */
export function bootable(source: string): string {
  if (/[^\n -~\t]/.test(source)) throw new Error('a program is ASCII');
  return `${source.length}\n${source}`;
}
