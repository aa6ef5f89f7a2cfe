import * as fs from 'node:fs';
import { join } from 'node:path';

/**
 * An `ssh` without a network: it runs the command here. All methods that go through it pay the same, which is what a
 * shell costs; encryption and the wire are left out of the comparison.
 */
const script = `#!/bin/sh
# Options as ssh takes them; those that speak to a shared connection have nothing to speak to.
while [ $# -gt 0 ]; do
  case $1 in
    -O) exit 0 ;;
    -[BbcDEeFIiJLlmoPpQRSWw]) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
shift
[ $# -gt 0 ] || exit 0
exec sh -c "$*"
`;

/** Gives the folder to put first on PATH. */
export function writeFakeSsh(folder: string): string {
  const bin = join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(join(bin, 'ssh'), script, { mode: 0o755 });
  return bin;
}
