import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compose } from '../../src-main/programs/program.ts';
import sha256 from '../../src-main/programs/shared/sha256.sh?raw';
import { everyShell } from '../support/shells.ts';

const program = compose(sha256, 'nk_sha256\nprintf "%s" "$nk_sum"\n');
const bytes = Buffer.from('a tarball');
const sum = createHash('sha256').update(bytes).digest('hex');

/** Where a program lies; a shell would name its own of that name. */
function path(name: string): string {
  const folders = (process.env.PATH ?? '').split(':');
  return folders.map((folder) => join(folder, name)).find((each) => existsSync(each)) ?? '';
}

/** A machine that has only this one of the tools, beside a shell. */
function run(shell: readonly string[], tool: string, script?: string): { status: number | null; stdout: string } {
  const bin = mkdtempSync(join(tmpdir(), 'nk-sha-'));
  onTestFinished(() => rmSync(bin, { recursive: true }));
  for (const name of ['cat', 'perl', 'printf', shell[0] ?? '']) symlinkSync(path(name), join(bin, name));
  if (script === undefined && tool) symlinkSync(path(tool), join(bin, tool));
  if (script !== undefined) {
    writeFileSync(join(bin, tool), `#!${path('sh')}\n${script}\n`);
    chmodSync(join(bin, tool), 0o755);
  }
  const [command = '', ...args] = shell;
  const { status, stdout } = spawnSync(command, [...args, '-c', program], {
    input: bytes,
    // At the first level, with a socket for its stdin, bash takes itself for a login shell and reads ~/.bashrc.
    env: { PATH: bin, SHLVL: '1' },
    timeout: 300_000,
  });
  return { status, stdout: stdout.toString() };
}

describe.each(everyShell)('the checksum under $name', ({ argv }) => {
  test.each(['sha256sum', 'shasum', 'openssl'].filter(path))('by %s', (tool) => {
    expect(run(argv, tool)).toEqual({ status: 0, stdout: sum });
  });

  test('by the sha256 of FreeBSD', () => {
    expect(run(argv, 'sha256', `cat >/dev/null; echo ${sum}`)).toEqual({ status: 0, stdout: sum });
  });

  test('without any of them, or with one that fails', () => {
    expect(run(argv, '').stdout).toContain('error\tcode=missing-tool');
    expect(run(argv, 'sha256sum', 'exit 1').stdout).toContain('error\tcode=program-failed');
  });
});
