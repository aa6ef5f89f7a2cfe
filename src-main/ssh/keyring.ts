import { readFile, stat } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';

export type LoadedKey =
  | { state: 'ready'; key: ParsedKey }
  /** Encrypted, and no passphrase that opens it is known. `blob` is its public half, where that can be told. */
  | { state: 'locked'; blob: Buffer | undefined; wrongPassphrase: boolean }
  | { state: 'missing' }
  | { state: 'unusable'; why: string };

/**
 * Private keys that were read. Opening an encrypted one takes long and blocks, so the open key is kept, in memory only;
 * its passphrase is forgotten as soon as it was tried.
 */
export class Keyring {
  #open = new Map<string, { stamp: string; key: ParsedKey }>();
  #passphrases = new Map<string, string>();

  /** Is tried the next time the key is needed. */
  providePassphrase(file: string, passphrase: string): void {
    this.#passphrases.set(file, passphrase);
  }

  async load(file: string): Promise<LoadedKey> {
    let text: Buffer;
    let stamp: string;
    try {
      const { mtimeMs, size, ino } = await stat(file);
      stamp = `${mtimeMs} ${size} ${ino}`;
      const open = this.#open.get(file);
      if (open?.stamp === stamp) return { state: 'ready', key: open.key };
      text = await readFile(file);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' ? { state: 'missing' } : { state: 'unusable', why: message };
    }
    // Another connection may have opened it meanwhile, and used up the passphrase.
    const opened = this.#open.get(file);
    if (opened?.stamp === stamp) return { state: 'ready', key: opened.key };
    const passphrase = this.#passphrases.get(file);
    this.#passphrases.delete(file);
    const key = parse(text, passphrase);
    if (key instanceof Error) {
      if (!isEncrypted(text)) return { state: 'unusable', why: key.message };
      return { state: 'locked', blob: await publicHalf(file, text), wrongPassphrase: passphrase !== undefined };
    }
    if (!key.isPrivateKey()) return { state: 'unusable', why: 'it is a public key' };
    this.#open.set(file, { stamp, key });
    return { state: 'ready', key };
  }

  clear(): void {
    this.#open.clear();
    this.#passphrases.clear();
  }
}

function parse(text: Buffer, passphrase: string | undefined): ParsedKey | Error {
  try {
    const parsed: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(text, passphrase);
    return (Array.isArray(parsed) ? parsed[0] : parsed) ?? new Error('it holds no key');
  } catch (error) {
    return error as Error;
  }
}

function isEncrypted(text: Buffer): boolean {
  const parsed = parse(text, undefined);
  return parsed instanceof Error && /encrypted/i.test(parsed.message);
}

/** OpenSSH's own format shows the public half of an encrypted key; for others a `.pub` beside it may. */
async function publicHalf(file: string, text: Buffer): Promise<Buffer | undefined> {
  const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text.toString('latin1')) ?? [];
  if (body) {
    const data = Buffer.from(body, 'base64');
    // "openssh-key-v1\0", then cipher, key derivation and its options, the number of keys, and the first public key.
    let at = 15;
    for (let skipped = 0; skipped < 3 && at + 4 <= data.length; skipped++) at += 4 + data.readUInt32BE(at);
    at += 4;
    if (at + 4 <= data.length) return data.subarray(at + 4, at + 4 + data.readUInt32BE(at));
  }
  const beside = await readFile(`${file}.pub`, 'utf8').catch(() => '');
  const base64 = beside.trim().split(/\s+/)[1];
  return base64 ? Buffer.from(base64, 'base64') : undefined;
}
