import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PublicKey {
  /** Absolute path of the private key. */
  privateFile: string;
  /** Such as `ssh-ed25519`. */
  type: string;
  base64: string;
  /** `TYPE BASE64 COMMENT`: a line of authorized_keys. */
  line: string;
  /** `SHA256:…` as ssh-keygen -l shows it. */
  fingerprint: string;
}

export interface ClientKeyOptions {
  type?: 'ed25519' | 'ecdsa' | 'rsa';
  /** The private key is encrypted with it. */
  passphrase?: string;
  comment?: string;
}

/** Makes a key pair at `file` and `file`.pub, or takes the one that is there. */
export async function makeClientKey(file: string, options: ClientKeyOptions = {}): Promise<PublicKey> {
  const { type = 'ed25519', passphrase = '', comment = 'nightkeep-test' } = options;
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const size = type === 'rsa' ? ['-b', '2048'] : [];
    await run('ssh-keygen', ['-q', '-t', type, ...size, '-N', passphrase, '-C', comment, '-f', file]);
  }
  return readPublicKey(file);
}

export const makeHostKey = (file: string, type: 'ed25519' | 'ecdsa' | 'rsa'): Promise<PublicKey> =>
  makeClientKey(file, { type, comment: 'host' });

async function readPublicKey(privateFile: string): Promise<PublicKey> {
  const line = (await readFile(`${privateFile}.pub`, 'utf8')).trim();
  const [type = '', base64 = ''] = line.split(' ');
  const hash = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64').replace(/=+$/, '');
  return { privateFile, type, base64, line, fingerprint: `SHA256:${hash}` };
}
