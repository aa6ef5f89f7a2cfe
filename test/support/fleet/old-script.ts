import { execFile } from 'node:child_process';
import { mkdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The script as it ran for years: into 0, in place, then the housekeeping. Kept as it was, with `cp` for `gcp`. */
const backup = `
dir=$1
mkdir -p "$dir/0"
while IFS= read -r entry; do
  mkdir -p "$dir/0$entry"
  rsync -a --delete "$entry/" "$dir/0$entry/"
done
rm -fr "$dir/6"
[ -d "$dir/5" ] && mv "$dir/5" "$dir/6"
[ -d "$dir/4" ] && mv "$dir/4" "$dir/5"
[ -d "$dir/3" ] && mv "$dir/3" "$dir/4"
[ -d "$dir/2" ] && mv "$dir/2" "$dir/3"
[ -d "$dir/1" ] && mv "$dir/1" "$dir/2"
cp -al "$dir/0" "$dir/1"
`;

/**
 * One night by the old script, of the entries of a config into a backupdir. It leaves no record: what tells when it was is
 * the folder's time of birth, which nobody can set. So this host's server is one that keeps no births (see machines.ts),
 * where the time of change stands in.
 */
export async function runOldScript(configPath: string, backupdir: string, at: Date): Promise<void> {
  const config = await readFile(configPath, 'utf8');
  const entries = [...config.matchAll(/^## ENTRY (.*)$/gm)].map((match) => match[1]);
  await mkdir(backupdir, { recursive: true });
  const script = run('/bin/sh', ['-c', backup, 'backup', backupdir]);
  script.child.stdin?.end(`${entries.join('\n')}\n`);
  await script;
  for (const night of ['0', '1']) await utimes(join(backupdir, night), at, at);
}
