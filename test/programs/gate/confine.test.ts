import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import confine from '../../../src-main/programs/gate/confine.sh?raw';
import rsync from '../../../src-main/programs/shared/rsync.sh?raw';
import { testFolder } from '../../support/nights/folder.ts';
import { shells } from '../../support/shells.ts';

const follows = 'unshare -m sh -c \'mount --bind "$1" "$1" && mount -o remount,bind,nosymfollow "$1"\' sh /tmp';
/** Where the system can't, rsync has to look after itself, and `gate.check` says so. */
const canConfine = process.getuid?.() === 0 && spawnSync('sh', ['-c', follows]).status === 0;

/** A server whose rsync writes wherever a name leads it, as one with a hole would. */
function carelessServer(version: string) {
  const folder = realpathSync(testFolder());
  const top = join(folder, 'data');
  for (const path of ['data/.nightkeep/lock', 'data/.nightkeep/incoming/e', 'data/0', 'outside', 'bin']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  symlinkSync(join(folder, 'outside'), join(top, '.nightkeep/incoming/e/x'));
  writeFileSync(join(top, '0/linked'), 'linked');
  const careless = `#!/bin/sh
[ "$1" != --version ] || { echo 'rsync  version ${version}  protocol version 31'; exit 0; }
echo "$*"
echo evil 2>/dev/null >x/foo
ln '${top}/0/linked' . && echo good >plain
`;
  writeFileSync(join(folder, 'bin/rsync'), careless, { mode: 0o755 });
  return { folder, top };
}

describe.each(shells)('a receiving rsync with a hole under $name', ({ argv: [program, ...words] }) => {
  const receive = (folder: string, top: string) => {
    const source = `${rsync}
${confine}
nk_top='${top}'
cd "$nk_top" && nk_probe_confinement
cd -P "$nk_top/.nightkeep/incoming/e" && nk_exec_rsync --server -logDtpre.iLsfxCIvu`;
    const env = { PATH: `${folder}/bin:${process.env.PATH}`, PWD: top };
    const { stdout, stderr } = spawnSync(program, [...words, '-c', source], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    expect(stderr.toString()).toBe('');
    return stdout.toString();
  };

  test.runIf(canConfine)('writes through no symlink, and links what it may', () => {
    const { folder, top } = carelessServer('3.5.0');
    expect(receive(folder, top)).toBe('--server -logDtpre.iLsfxCIvu . .\n');
    expect(existsSync(join(folder, 'outside/foo'))).toBe(false);
    expect(readFileSync(join(top, '.nightkeep/incoming/e/plain'), 'latin1')).toBe('good\n');
    expect(() => linkSync(join(top, '.nightkeep/incoming/e/linked'), join(top, 'again'))).not.toThrow();
  });

  test.each(['2.6.9', '3.0.9', '3.2.7', '3.3.0'])('of version %s takes no list of files in parts', (version) => {
    const { folder, top } = carelessServer(version);
    expect(receive(folder, top)).toBe('--server --no-inc-recursive -logDtpre.iLsfxCIvu . .\n');
  });
});
