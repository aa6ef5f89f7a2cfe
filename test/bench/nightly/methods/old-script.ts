import { join } from 'node:path';
import type { Command, Method } from '../method.ts';
import type { Source } from '../source.ts';
import { stepTimes } from './step-log.ts';

/** The script as it stood for years, one login for each entry, each of its steps dated; `cp` for FreeBSD's `gcp`. */
const script = `
dir=$1 log=$2 remote=$3
shift 3
step() { echo "$1 $(date +%s%N)" >>"$log"; }
mkdir -p "$dir/0"
step copy
for entry do
  if [ -n "$remote" ]; then rsync -aR --delete -e ssh "$entry/" "server:$dir/0/"; else rsync -aR --delete "$entry/" "$dir/0/"; fi
done
step delete
rm -fr "$dir/6"
step rotate
for n in 5 4 3 2 1; do [ ! -d "$dir/$n" ] || mv "$dir/$n" "$dir/$((n + 1))"; done
step link
cp -al "$dir/0" "$dir/1"
step end
`;

/** `bin`: a folder with an ssh, for the script as it ran between two machines; without it, rsync's own local copy. */
export function oldScript(folder: string, source: Source, bin?: string): Method {
  const dir = join(folder, 'nights');
  return {
    name: bin ? 'old-script-ssh' : 'old-script',
    label: bin ? 'the old script, over the same ssh as ours' : 'the old script: rsync into 0, rm, mv, cp -al',
    folder,
    command: ({ log }): Command => ({
      file: 'sh',
      args: ['-c', script, 'backup', dir, log, bin ? 'remote' : '', ...source.entries],
      env: bin ? { PATH: `${bin}:${process.env.PATH}` } : {},
    }),
    steps: (_said, log) => {
      const step = stepTimes(log);
      return { publish: step('copy', 'delete'), deletion: step('delete', 'rotate') };
    },
    // 0 and 1 are both of the last night.
    oldest: (nights) => ({ path: join(dir, `6${source.root}`), night: nights - 6 }),
  };
}
