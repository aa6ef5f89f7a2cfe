/** The line that ends a program's text on stdin. */
const END_OF_PROGRAM = '#nightkeep-end';

/**
 * Reads a program from stdin line by line and becomes it; what follows on stdin is the program's input. It is the only
 * command ever sent to a machine, so that nothing variable passes through a shell, whichever shell the account has: it
 * stands in single quotes without a newline or `!`, which csh would take for its own. `read` takes one byte at a time
 * from a pipe, so nothing of the input is lost to a buffer.
 */
export const BOOT =
  `nk_n=$(printf "\\nx"); nk_n=\${nk_n%x}; nk_p=; ` +
  `while IFS= read -r nk_l && [ "$nk_l" != "${END_OF_PROGRAM}" ]; do nk_p="$nk_p$nk_l$nk_n"; done; ` +
  `eval "$nk_p"`;

/** The program's text as it goes to stdin, before its input. */
export function bootable(source: string): string {
  return `${source.replace(/\n*$/, '\n')}${END_OF_PROGRAM}\n`;
}
