import { readFile, stat } from 'node:fs/promises';
import { type KeyText, type PrivateKey, parse, readKey, readPublicKey } from './key-formats.ts';

export type LoadedKey =
  | { state: 'ready'; key: PrivateKey }
  /** Only the public half is there: an agent may hold the private one. */
  | { state: 'public'; blob: Buffer }
  /** Encrypted, and no passphrase that opens it is known. `blob` is its public half, where that can be told. */
  | { state: 'locked'; blob: Buffer | undefined; wrongPassphrase: boolean }
  | { state: 'for-openssh'; why: string; blob: Buffer | undefined }
  | { state: 'missing' }
  | { state: 'unusable'; why: string };

/**
 * Private keys that were read. Opening an encrypted one takes long, so the open key is kept, in memory only; its
 * passphrase is forgotten as soon as it was tried.
 */
export class Keyring {
  #open = new Map<string, { stamp: string; key: PrivateKey }>();
  /** Files that are being opened, by a passphrase that was given once. */
  #opening = new Map<string, Promise<KeyText>>();
  /** By the machine for which it was given. */
  #passphrases = new Map<string, string>();
  /** The key file that a machine asked for last. */
  #asked = new Map<string, string>();
  readonly #remembered: (machine: string) => string | undefined;
  #kept = new Map<string, string>();
  /** What was remembered for these has been tried. */
  #recalled = new Set<string>();

  /** `remembered` tells a passphrase that was kept from another time; each is tried once. */
  constructor(remembered: (machine: string) => string | undefined = () => undefined) {
    this.#remembered = remembered;
  }

  /** Is tried the next time a locked key is needed for the machine. */
  providePassphrase(machine: string, passphrase: string): void {
    this.#passphrases.set(machine, passphrase);
  }

  /** For a key that only OpenSSH's client can open, and does so anew for each connection. */
  keepPassphrase(file: string, passphrase: string): void {
    this.#kept.set(file, passphrase);
  }

  /** A locked key has kept the machine from being reached. */
  ask(machine: string, file: string): void {
    this.#asked.set(machine, file);
  }

  asksFor(machine: string): boolean {
    return this.#asked.has(machine);
  }

  /** The passphrase that was given for the machine, or for another one that asked for the same file; given once. */
  takePassphrase(machine: string, file: string): string | undefined {
    for (const [of, passphrase] of this.#passphrases) {
      if (of !== machine && this.#asked.get(of) !== file) continue;
      this.#passphrases.delete(of);
      this.#kept.delete(file);
      return passphrase;
    }
    const kept = this.#kept.get(file);
    if (kept !== undefined) return kept;
    if (this.#recalled.has(machine)) return undefined;
    this.#recalled.add(machine);
    return this.#remembered(machine);
  }

  /** Without `open` a passphrase is left for OpenSSH's client, which will ask for it. */
  async load(file: string, machine: string, open: boolean): Promise<LoadedKey> {
    let text: Buffer;
    let stamp: string;
    try {
      const { mtimeMs, size, ino } = await stat(file);
      stamp = `${mtimeMs} ${size} ${ino}`;
      const before = this.#open.get(file);
      if (before?.stamp === stamp) return { state: 'ready', key: before.key };
      text = await readFile(file);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT') return { state: 'unusable', why: message };
      const blob = await besideOf(file);
      return blob ? { state: 'public', blob } : { state: 'missing' };
    }
    // Another connection may be opening it, and have used up the passphrase.
    await this.#opening.get(file);
    const opened = this.#open.get(file);
    if (opened?.stamp === stamp) return { state: 'ready', key: opened.key };
    const unopened = readKey(text, undefined, file);
    const passphrase = open && unopened.is === 'locked' ? this.takePassphrase(machine, file) : undefined;
    const read = passphrase === undefined ? unopened : await this.#unlock(text, passphrase, file, stamp);
    if (unopened.is === 'private') this.#open.set(file, { stamp, key: unopened.key });
    return stateOf(
      read,
      read.is === 'locked' ? (read.blob ?? (await besideOf(file))) : undefined,
      passphrase !== undefined,
    );
  }

  #unlock(text: Buffer, passphrase: string, file: string, stamp: string): Promise<KeyText> {
    const unlock = async () => {
      // Loaded when it is needed, and so a file of its own, which the thread begins with.
      const { unlockKey } = await import('./unlock-key.ts');
      const read = await unlockKey(text, passphrase, file);
      if (read.is === 'private') this.#open.set(file, { stamp, key: read.key });
      return read;
    };
    const unlocking = unlock().finally(() => this.#opening.delete(file));
    this.#opening.set(file, unlocking);
    return unlocking;
  }

  clear(): void {
    this.#open.clear();
    this.#passphrases.clear();
    this.#kept.clear();
    this.#asked.clear();
  }
}

function stateOf(read: KeyText, blob: Buffer | undefined, wrongPassphrase: boolean): LoadedKey {
  switch (read.is) {
    case 'private':
      return { state: 'ready', key: read.key };
    case 'public':
      return { state: 'public', blob: read.blob };
    case 'locked':
      return { state: 'locked', blob, wrongPassphrase };
    case 'for-openssh':
      return { state: 'for-openssh', why: read.why, blob: read.blob };
    case 'unusable':
      return { state: 'unusable', why: read.why };
  }
}

/** The public half that stands beside a private key. */
async function besideOf(file: string): Promise<Buffer | undefined> {
  const beside = readPublicKey(await readFile(`${file}.pub`, 'utf8').catch(() => ''));
  if (!beside) return undefined;
  const key = parse(beside.blob);
  return key instanceof Error ? undefined : key.getPublicSSH();
}
