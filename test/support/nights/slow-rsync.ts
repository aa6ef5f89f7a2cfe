import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '../../programs/night/estate.ts';

/**
 * From now on the rsync of a host, whose PATH begins with `bin`, sends at most so many KiB a second. The server is not
 * told of it, whose gate would refuse the word; its own rsync is as it was.
 */
export function slowRsync(bin: string, kibibytes: number): void {
  const call = join(bin, 'call-without-limit');
  writeFileSync(
    call,
    'call=$1; shift\nfor word; do shift; case $word in --bwlimit=*) ;; *) set -- "$@" "$word" ;; esac; done\nexec sh "$call" "$@"\n',
  );
  const source = `#!/bin/sh
case "$*" in
  *nightkeep:.*)
    for word; do
      shift
      case $word in 'sh '*/call) word="sh ${call} \${word#sh }" ;; esac
      set -- "$@" "$word"
    done
    set -- --bwlimit=${kibibytes} "$@"
    ;;
esac
exec '${pathOf('rsync')}' "$@"`;
  writeFileSync(join(bin, 'rsync'), source, { mode: 0o755 });
}
