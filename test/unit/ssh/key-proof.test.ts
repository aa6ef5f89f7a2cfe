import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { blobOf, flawOf } from '../../../src-main/ssh/key-proof.ts';
import { removeTree } from '../../support/nights/folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'nk-proof-'));
afterAll(() => removeTree(folder));

const namespace = 'gate@nightkeep';
const message = 'the key of jail15 on backup1: 8f3a';

interface Key {
  file: string;
  blob: Buffer;
}

let made = 0;
function makeKey(...args: string[]): Key {
  const file = join(folder, `key${made++}`);
  execFileSync('ssh-keygen', ['-q', '-N', '', '-f', file, ...args]);
  const [type = '', base64 = ''] = readFileSync(`${file}.pub`, 'utf8').split(' ');
  return { file, blob: blobOf({ type, base64 }) as Buffer };
}

/** What real OpenSSH makes, without its armour. */
function signed(key: Key, text = message, ...args: string[]): string {
  const armoured = execFileSync('ssh-keygen', ['-Y', 'sign', '-n', namespace, '-f', key.file, ...args], {
    input: text,
    stdio: ['pipe', 'pipe', 'ignore'],
  }).toString();
  return armoured.replace(/-----[A-Z ]+-----|\n/g, '');
}

const string = (part: Buffer | string) => {
  const bytes = Buffer.from(part);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
};
const sshsig = (blob: Buffer, algorithm: string, raw: Buffer, hash = 'sha512', reserved = '') =>
  Buffer.concat([
    Buffer.from('SSHSIG\0\0\0\x01'),
    ...[blob, namespace, reserved, hash].map(string),
    string(Buffer.concat([string(algorithm), string(raw)])),
  ]).toString('base64');

describe.each([
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa of 256 bits', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa of 384 bits', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa of 521 bits', ['-t', 'ecdsa', '-b', '521']],
  ['rsa of 2048 bits', ['-t', 'rsa', '-b', '2048']],
  ['rsa in PEM', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
] as const)('a signature with %s', (_, args) => {
  const key = makeKey(...args);
  const other = makeKey(...args);
  const signature = signed(key);
  const of = { blob: key.blob, namespace, message };

  test('proves the key that made it', () => {
    expect(flawOf(signature, of)).toBeUndefined();
    // An ECDSA signature's numbers are now and then shorter than the curve's.
    for (let at = 0; at < 12; at++) expect(flawOf(signed(key), of)).toBeUndefined();
  });

  test('of either hash', () => {
    for (const hash of ['sha256', 'sha512'])
      expect(flawOf(signed(key, message, '-O', `hashalg=${hash}`), of)).toBeUndefined();
  });

  test('proves no other key, message or purpose', () => {
    expect(flawOf(signature, { ...of, blob: other.blob })).toBe('it is by another key');
    expect(flawOf(signed(other), of)).toBe('it is by another key');
    expect(flawOf(signature, { ...of, message: `${message}0` })).toMatch(/not of what/);
    expect(flawOf(signed(key, ''), of)).toMatch(/not of what/);
    expect(flawOf(signature, { ...of, namespace: 'git' })).toMatch(/something else/);
  });

  test('with somebody else’s key written into it proves nothing', () => {
    const bytes = Buffer.from(signed(other), 'base64');
    const at = bytes.indexOf(other.blob);
    const forged = Buffer.concat([bytes.subarray(0, at - 4), string(key.blob), bytes.subarray(at + other.blob.length)]);
    expect(flawOf(forged.toString('base64'), of)).toMatch(/not of what/);
  });

  test('with any bit turned proves nothing', () => {
    const bytes = Buffer.from(signature, 'base64');
    for (let at = 0; at < bytes.length; at++) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8(turned.readUInt8(at) ^ (1 << (at % 8)), at);
      expect(flawOf(turned.toString('base64'), of), `byte ${at}`).toEqual(expect.any(String));
    }
  });

  test('cut off, lengthened, or as no canonical base64 proves nothing', () => {
    const bytes = Buffer.from(signature, 'base64');
    for (let length = 0; length < bytes.length; length++)
      expect(flawOf(bytes.subarray(0, length).toString('base64'), of)).toEqual(expect.any(String));
    expect(flawOf(Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64'), of)).toBe('it is no signature');
    expect(flawOf(`${signature.slice(0, 70)}\n${signature.slice(70)}`, of)).toBe('it is no signature');
  });
});

describe('a signature made by hand', () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { e = '', n = '' } = privateKey.export({ format: 'jwk' });
  const modulus = Buffer.concat([Buffer.alloc(1), Buffer.from(n, 'base64url')]);
  const blob = Buffer.concat([string('ssh-rsa'), string(Buffer.from(e, 'base64url')), string(modulus)]);
  const of = { blob, namespace, message };
  const toSign = (hash: string, reserved = '') => {
    const digest = createHash(hash).update(message).digest();
    return Buffer.concat([Buffer.from('SSHSIG'), ...[namespace, reserved, hash, digest].map(string)]);
  };

  test('proves nothing where it rests on SHA-1', () => {
    const good = sshsig(blob, 'rsa-sha2-512', sign('sha512', toSign('sha512'), privateKey));
    expect(flawOf(good, of)).toBeUndefined();
    const weak = sshsig(blob, 'ssh-rsa', sign('sha1', toSign('sha512'), privateKey));
    expect(flawOf(weak, of)).toBe('it is of a kind that proves nothing');
    const weakly = sshsig(blob, 'rsa-sha2-512', sign('sha512', toSign('sha1'), privateKey), 'sha1');
    expect(flawOf(weakly, of)).toBe('it is of a kind that proves nothing');
  });

  test('proves nothing where it is longer than any of ssh-keygen', () => {
    const long = (size: number) => {
      const reserved = 'x'.repeat(size);
      const raw = sign('sha512', toSign('sha512', reserved), privateKey);
      return sshsig(blob, 'rsa-sha2-512', raw, 'sha512', reserved);
    };
    expect(flawOf(long(1000), of)).toBeUndefined();
    expect(flawOf(long(6000), of)).toBe('it is no signature');
  });
});

test.each([
  ['nothing', ''],
  ['words', 'LS0tLS1CRUdJTiBTU0ggU0lHTkFUVVJF'],
  ['a head alone', Buffer.from('SSHSIG\0\0\0\x01').toString('base64')],
  ['a part of four gigabytes', Buffer.from('SSHSIG\0\0\0\x01\xff\xff\xff\xff', 'latin1').toString('base64')],
  ['an algorithm that every object has', 'constructor'],
  ['megabytes', Buffer.alloc(4_000_000, 65).toString('base64')],
])('%s is no signature', (_, text) => {
  const { blob } = makeKey('-t', 'ed25519');
  const signature = text === 'constructor' ? sshsig(blob, text, Buffer.alloc(64)) : text;
  expect(flawOf(signature, { blob, namespace, message })).toMatch(/no signature|proves nothing/);
});

test('a key is one only as ssh itself would write it', () => {
  const { blob } = makeKey('-t', 'ed25519');
  const base64 = blob.toString('base64');
  const type = 'ssh-ed25519';
  expect(blobOf({ type, base64 })).toEqual(blob);
  expect(blobOf({ type: 'ssh-rsa', base64 })).toBeUndefined();
  for (const other of ['', `${base64} alice`, `${base64}\n`, `${base64}=`, base64.slice(0, 8), `-${base64}`])
    expect(blobOf({ type, base64: other }), other).toBeUndefined();
});
