import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate, nestBeyondPaths } from './estate.ts';

/** A host and its server, where a login of the host's does that before its command begins. */
function withLogin(does: string, entries = ['/mnt/a']): Estate {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => {
    // Too deep for a path, but not for a descriptor.
    spawnSync('rm', ['-rf', estate.folder]);
    estate.end();
  });
  estate.configure(entries);
  letLogin(estate, does);
  return estate;
}

function letLogin(estate: Estate, does: string): void {
  const ssh = readFileSync(join(estate.folder, 'bin/ssh'), 'utf8');
  estate.putProgram('ssh', ssh.replace('\nNIGHTKEEP_PREFIX=', `\n${does}\nNIGHTKEEP_PREFIX=`));
}

test.for([
  ['a line', 'echo "Welcome to backup1"', '"Welcome to backup1"'],
  ['many lines', 'printf "one\\n\\ntwo\\nthree\\n"', '"one; ; two"'],
  ['an empty line', 'echo', '""'],
  ['no whole line', 'printf "Welcome to backup1"', '"Welcome to backup1"'],
  ['what looks like an event', 'printf "error\\tcode=x\\n"', '"errorcode=x"'],
  ['what looks like a list', 'echo =x', '"=x"'],
  ['what looks like any event', 'printf "note\\tmessage=x\\n"', '"notemessage=x"'],
] as const)('a login on the server that prints %s is told as that', async ([, does, told]) => {
  const estate = withLogin(does);
  const { exitCode, error } = await estate.night();
  expect({ exitCode, error }).toMatchObject({
    exitCode: 1,
    error: {
      code: 'program-failed',
      message: expect.stringMatching(/^the login on backup1 prints lines \(.*\.bashrc/),
    },
  });
  expect(error?.message).toContain(`prints lines (${told})`);
  expect(estate.nights()).toEqual([]);
  // Whoever looks at the server reads it, too.
  const [run = ''] = readdirSync(estate.keep('runs'));
  expect(readFileSync(estate.keep(`runs/${run}`), 'latin1')).toContain('the login on backup1 prints');
});

test.for([
  ['stale-lock', 'before-publish'],
  ['set-aside', 'incoming'],
] as const)('a word without a newline just before what a session says first (%s) is told, too', async ([, at]) => {
  const estate = withLogin(':');
  mkdirSync(join(estate.host, 'mnt/a'), { recursive: true });
  expect((await estate.night({}, { NK_SERVER_DIES_AT: at })).exitCode).toBe(1);
  letLogin(estate, 'printf "welcome"');
  const { error } = await estate.night();
  expect(error?.message).toContain('the login on backup1 prints lines ("welcome")');
});

test('a login that complains where nobody listens keeps no night from being made, and is no fault of an entry', async () => {
  const estate = withLogin('echo "Warning: no access to tty" >&2', ['/mnt/a', '/mnt/b']);
  for (const entry of ['a', 'b']) mkdirSync(join(estate.host, 'mnt', entry), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/b/file'), 'b');
  nestBeyondPaths(join(estate.host, 'mnt/a/deep'));
  const { exitCode, result } = await estate.night();
  const [a, b] = result?.entries ?? [];
  expect({ exitCode, b }).toMatchObject({ exitCode: 0, b: { state: 'good', message: undefined } });
  expect(a?.message).toMatch(/^not all of it could be copied: .*File name too long/);
  expect(a?.message).not.toContain('no access to tty');
  // What the session says of its own accord, before it is ready, is no noise.
  expect(await estate.night()).toMatchObject({ exitCode: 0 });
});

test('a login that refuses is told by what it prints', async () => {
  const estate = withLogin('echo "This account is currently not available."; exit 1');
  expect(await estate.night()).toMatchObject({
    exitCode: 1,
    error: {
      code: 'unreachable',
      message: 'the connection to backup1 broke: This account is currently not available.',
    },
  });
});

test('a login that prints without end is given up', async () => {
  const estate = withLogin('exec 5<&0; cat <&5 >/dev/null & yes');
  expect(await estate.night()).toMatchObject({
    exitCode: 1,
    error: { code: 'program-failed', message: 'the login on backup1 prints lines without end: y; y; y' },
  });
});
