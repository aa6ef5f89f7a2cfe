import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { namesOf } from '../../../src-main/ssh/known-hosts.ts';
import { appendKnown, replaceKnown } from '../../../src-main/ssh/known-hosts-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const blob = (content: string) => Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519', 'latin1'), Buffer.from(content)]);
const line = (name: string, content: string) => `${name} ssh-ed25519 ${blob(content).toString('base64')}`;
const LINES = 400;

function setUp(text: string): string {
  const path = join(tempFolder(), 'known_hosts');
  writeFileSync(path, text);
  return path;
}

test('what another program adds while a key is replaced is not lost', async () => {
  const path = setUp(`${line('jail15', 'key 0')}\n`);
  // As ssh does: it opens the file, adds its line and closes it.
  const adding = `n=0; while [ $n -lt ${LINES} ]; do n=$((n + 1)); echo "other$n ssh-ed25519 AAAA" >>"$0"; done`;
  const other = spawn('sh', ['-c', adding, path], { stdio: 'ignore' });
  const ended = once(other, 'exit');
  let key = 0;
  do {
    key += 1;
    await Promise.all([
      replaceKnown(path, namesOf('jail15', 22), blob(`key ${key}`)),
      appendKnown(path, [{ name: `jail${100 + key}`, blob: blob('x') }]),
    ]);
  } while (other.exitCode === null);
  await ended;
  const lines = readFileSync(path, 'utf8').split('\n');
  expect(lines[0]).toBe(line('jail15', `key ${key}`));
  expect(lines.filter((one) => one.startsWith('other'))).toHaveLength(LINES);
  expect(lines.filter((one) => /^jail1\d\d/.test(one))).toHaveLength(key);
});

test('two keys that are replaced at once are both replaced', async () => {
  const path = setUp(`${line('jail15', 'old')}\n# mine\n${line('jail16', 'old')}\n`);
  await Promise.all(['jail15', 'jail16'].map((name) => replaceKnown(path, namesOf(name, 22), blob('new'))));
  expect(readFileSync(path, 'utf8')).toBe(`${line('jail15', 'new')}\n# mine\n${line('jail16', 'new')}\n`);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(path))).toEqual(['known_hosts']);
});
