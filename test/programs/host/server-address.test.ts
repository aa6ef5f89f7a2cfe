import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

let estate: Estate;
afterEach(() => estate.end());

/** Takes `-p 2222 root@backup1`, and nothing less, for backup1. */
const STRICT_SSH = (log: string, ssh: string) => `
n=$# told=
while [ $n -gt 0 ]; do
  word=$1; shift; n=$((n - 1))
  case $word in
    -p) told=$told$1; shift; n=$((n - 1)) ;;
    root@backup1) told=$told@; set -- "$@" backup1 ;;
    *) set -- "$@" "$word" ;;
  esac
done
echo "$told" >>'${log}'
[ "$told" = 2222@ ] || exit 255
exec '${ssh}' "$@"
`;

test.each(shells)('a night goes to a server with a user and a port: under $name', async (shell) => {
  estate = new Estate(shell);
  const ssh = join(estate.folder, 'bin/plain-ssh');
  const log = join(estate.folder, 'told');
  renameSync(join(estate.folder, 'bin/ssh'), ssh);
  estate.putProgram('ssh', STRICT_SSH(log, ssh));
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/file'), 'x');
  estate.configure([], 'backupdir=/data/jail15\nserver=root@backup1:2222\n## ENTRY /mnt/data\n');
  for (let night = 0; night < 2; night++) {
    expect(await estate.night()).toMatchObject({ exitCode: 0, stderr: '', result: { state: 'good' } });
  }
  expect(new Set(readFileSync(log, 'utf8').trim().split('\n'))).toEqual(new Set(['2222@']));
});
