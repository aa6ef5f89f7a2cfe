import { execFileSync } from 'node:child_process';

/** The script that Nightkeep replaces, as it ran for years: in place into 0, then the housekeeping, with `cp` for `gcp`. */
const script = `
dir=$1
source=$2
mkdir -p "$dir/0"
rsync -a --delete "$source/" "$dir/0/"
rm -fr "$dir/6"
for night in 5 4 3 2 1; do
  [ ! -d "$dir/$night" ] || mv "$dir/$night" "$dir/$((night + 1))"
done
cp -al "$dir/0" "$dir/1"
`;

/** One night by the old script, of one folder straight into `backupdir`/0. */
export function runOldScript(backupdir: string, source: string): void {
  execFileSync('/bin/sh', ['-c', script, 'backup', backupdir, source]);
}
