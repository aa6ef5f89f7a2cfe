import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NightkeepError } from '../../../src-main/contract/index.ts';
import { compareKeys, keysToTake } from '../../../src-main/ssh/compare-keys.ts';
import { createHostKeys } from '../../../src-main/ssh/host-keys.ts';
import { fingerprintOf } from '../../../src-main/ssh/known-hosts.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const blobOf = (type: string, content: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + content)]);
};
const ed = (content: string) => blobOf('ssh-ed25519', content);
const rsa = (content: string) => blobOf('ssh-rsa', content);
const line = (names: string, blob: Buffer, type = 'ssh-ed25519') => `${names} ${type} ${blob.toString('base64')}\n`;
const hashed = (name: string) => {
  const salt = Buffer.from('0123456789abcdefghij');
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
};

/** A known_hosts of one's own, and machines that are found by their names on port 22, jail9 on port 2222. */
function setUp(known: string) {
  const path = join(tempFolder(), 'known_hosts');
  writeFileSync(path, known);
  const hostKeys = createHostKeys({ path, onUnknown: () => {} });
  const ownerOf = async (machine: string) => {
    if (machine === 'broken') throw new NightkeepError('bad-input', 'broken has no address');
    return { machine, host: machine, port: machine === 'jail9' ? 2222 : 22 };
  };
  const options = { hostKeys, ownerOf };
  return {
    hostKeys,
    ownerOf,
    text: () => readFileSync(path, 'utf8'),
    compare: (text: string, ...machines: string[]) => compareKeys(options, machines, text),
    take: async (text: string, machine: string, blob: Buffer) =>
      hostKeys.add(await keysToTake(options, text, [{ machine, fingerprint: fingerprintOf(blob) }])),
  };
}

test('each key of a list is put beside what is known of its machine', async () => {
  const { compare } = setUp(
    line('jail1', ed('one')) + line('jail2', ed('two')) + line('jail3', rsa('three'), 'ssh-rsa'),
  );
  const text =
    '# jail1:22 SSH-2.0-OpenSSH\n' +
    line('jail1', ed('one')) +
    line('jail2', ed('evil')) +
    line('jail3', ed('three')) +
    line('jail4,10.0.0.4', ed('four')) +
    line('[jail9]:2222', ed('nine')) +
    line('jail9', ed('of another port')) +
    line('elsewhere', ed('else'));
  const { keys, others, marked, problems } = await compare(text, 'jail1', 'jail2', 'jail3', 'jail4', 'jail9', 'broken');
  expect(keys.map(({ machine, is, line: at }) => [machine, is, at])).toEqual([
    ['jail1', 'known', 2],
    ['jail2', 'changed', 3],
    ['jail3', 'further', 4],
    ['jail4', 'new', 5],
    ['jail9', 'new', 6],
  ]);
  expect(keys[1]?.instead).toEqual([fingerprintOf(ed('two'))]);
  expect(keys[3]).toMatchObject({
    host: 'jail4',
    port: 22,
    keyType: 'ssh-ed25519',
    fingerprint: fingerprintOf(ed('four')),
  });
  expect({ others, marked, problems }).toEqual({ others: 2, marked: 0, problems: ['broken has no address'] });
});

test('hashed names and patterns are understood; authorities, revoked keys and what is no key are not taken over', async () => {
  const { compare } = setUp('');
  const text =
    line(hashed('jail1'), ed('one')) +
    line('jail[2', ed('no')) +
    line('*.example.com', ed('all')) +
    `@cert-authority * ssh-ed25519 ${ed('ca').toString('base64')}\n@revoked * ssh-ed25519 ${ed('old').toString('base64')}\n` +
    line('jail1', ed('said to be'), 'ssh-rsa') +
    `jail1 ssh-rsa ${'A'.repeat(5000)}\n`;
  const { keys, others, marked } = await compare(text, 'jail1', 'a.example.com');
  expect(keys.map(({ machine, line: at }) => [machine, at])).toEqual([
    ['jail1', 1],
    ['a.example.com', 3],
  ]);
  expect({ others, marked }).toEqual({ others: 3, marked: 2 });
});

test('what is new is added in one write, and known from then on', async () => {
  const before = line('jail1', ed('one'));
  const { take, text, compare } = setUp(before);
  const list = line('[jail9]:2222', ed('nine')) + line('jail1', rsa('one'), 'ssh-rsa');
  await take(list, 'jail9', ed('nine'));
  expect(text()).toBe(before + line('[jail9]:2222', ed('nine')));
  await take(list, 'jail1', rsa('one'));
  expect((await compare(list, 'jail1', 'jail9')).keys.map(({ is }) => is)).toEqual(['known', 'known']);
});

test('a changed key is never taken, nor another one of its machine beside it', async () => {
  const known = `${line('jail1', ed('one'))}@revoked * ssh-ed25519 ${ed('stolen').toString('base64')}\n`;
  const { take, text, compare } = setUp(known);
  const list = line('jail1', ed('evil')) + line('jail1', rsa('evil'), 'ssh-rsa') + line('jail2', ed('stolen'));
  expect((await compare(list, 'jail1', 'jail2')).keys.map(({ is }) => is)).toEqual(['changed', 'changed', 'revoked']);
  for (const [machine, blob] of [
    ['jail1', ed('evil')],
    ['jail1', rsa('evil')],
    ['jail2', ed('stolen')],
    ['jail1', ed('one')],
  ] as const)
    await expect(take(list, machine, blob)).rejects.toMatchObject({ code: 'conflict', details: { machine } });
  expect(text()).toBe(known);
});

test('a list says whether it has what a machine showed, which is then settled', async () => {
  const { take, compare, hostKeys, ownerOf } = setUp('');
  await (await hostKeys.of(await ownerOf('jail1'))).check(ed('one'));
  await (await hostKeys.of(await ownerOf('jail2'))).check(ed('shown'));
  const list = line('jail1', ed('one')) + line('jail2', ed('listed'));
  expect((await compare(list, 'jail1', 'jail2')).keys.map(({ shown }) => shown)).toEqual(['this', 'another']);
  await take(list, 'jail1', ed('one'));
  await take(list, 'jail2', ed('listed'));
  // Nobody is asked to trust what jail2 showed: from now on that is a changed key.
  expect(hostKeys.pending()).toEqual([]);
  expect(await (await hostKeys.of(await ownerOf('jail2'))).check(ed('shown'))).toMatchObject({
    code: 'host-key-changed',
  });
});
