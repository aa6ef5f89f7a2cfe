import { createPrivateKey } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';

/** A key that is open: nothing but its two halves, so that one thread can hand it to another. */
export interface PrivateKey {
  /** As ssh sends it. */
  blob: Uint8Array;
  /** As OpenSSL reads it. */
  pem: string;
}

/** What a key file turned out to hold. */
export type KeyText =
  | { is: 'private'; key: PrivateKey }
  | { is: 'public'; blob: Buffer }
  /** Encrypted, and the passphrase is missing or does not open it. */
  | { is: 'locked'; blob: Buffer | undefined }
  /** Only OpenSSH's own client can use it; `blob` is its public half. */
  | { is: 'for-openssh'; why: string; blob: Buffer | undefined }
  | { is: 'unusable'; why: string };

/** Ciphers of encrypted OpenSSH keys that ssh2 has no way to undo. */
const FOREIGN_CIPHERS = /^chacha20-/;

/** Reads a key file's text, as far as the passphrase allows. */
export function readKey(text: Buffer, passphrase: string | undefined, file: string): KeyText {
  const latin = text.toString('latin1');
  const openssh = opensshHead(latin);
  if (openssh && /^sk-/.test(openssh.type)) {
    return { is: 'for-openssh', why: 'it lives in a security key', blob: openssh.blob };
  }
  const line = readPublicKey(latin);
  // ssh2 doesn't know the type.
  if (line && /^sk-/.test(line.type)) return { is: 'public', blob: line.blob };
  if (openssh && FOREIGN_CIPHERS.test(openssh.cipher)) {
    return { is: 'for-openssh', why: `it is encrypted with ${openssh.cipher}`, blob: openssh.blob };
  }
  if (/-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/.test(latin)) return readPkcs8(latin, passphrase, file);
  const putty = /^PuTTY-User-Key-File-(\d)/m.exec(latin)?.[1];
  if (putty !== undefined && putty !== '2') {
    return {
      is: 'unusable',
      why: `it is in PuTTY's format ${putty}; “puttygen ${file} -O private-openssh -o ${file}.openssh” makes a key of it that can be used`,
    };
  }
  const key = parse(text, passphrase);
  if (!(key instanceof Error)) return key.isPrivateKey() ? openKeyOf(key) : { is: 'public', blob: key.getPublicSSH() };
  if (openssh ? openssh.cipher !== 'none' : isEncrypted(text)) return { is: 'locked', blob: openssh?.blob };
  return { is: 'unusable', why: key.message };
}

const openKeyOf = (key: ParsedKey): KeyText => ({
  is: 'private',
  key: { blob: key.getPublicSSH(), pem: key.getPrivatePEM() },
});

/** A public key's file, such as `x.pub`: its first line. */
export function readPublicKey(text: string): { type: string; blob: Buffer } | undefined {
  const [type, base64] = text.trim().split(/\s+/);
  return type && base64 && /^[\w@.-]+$/.test(type) ? { type, blob: Buffer.from(base64, 'base64') } : undefined;
}

export function parse(text: Buffer | string, passphrase?: string): ParsedKey | Error {
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

/**
 * OpenSSH's own format shows the cipher and the public half of an encrypted key: "openssh-key-v1\0", then cipher, key
 * derivation and its options, the number of keys, and the first public key (PROTOCOL.key).
 */
function opensshHead(text: string): { cipher: string; type: string; blob: Buffer } | undefined {
  const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text) ?? [];
  if (!body) return undefined;
  const data = Buffer.from(body, 'base64');
  let at = 15;
  const next = () => {
    if (at + 4 > data.length) return Buffer.alloc(0);
    const length = data.readUInt32BE(at);
    at += 4 + length;
    return data.subarray(at - length, at);
  };
  const cipher = next().toString('latin1');
  next();
  next();
  at += 4;
  const blob = next();
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return { cipher, type: blob.toString('latin1', 4, 4 + length), blob };
}

/** PKCS8, as cloud consoles and `openssl genpkey` make it: OpenSSL reads it, and writes what ssh2 reads. */
function readPkcs8(text: string, passphrase: string | undefined, file: string): KeyText {
  const encrypted = text.includes('BEGIN ENCRYPTED');
  if (encrypted && passphrase === undefined) return { is: 'locked', blob: undefined };
  try {
    const key = createPrivateKey({ key: text, ...(encrypted ? { passphrase: passphrase as string } : {}) });
    const type = { rsa: 'pkcs1', ec: 'sec1' }[key.asymmetricKeyType as 'rsa' | 'ec'];
    if (type === undefined) {
      return {
        is: 'unusable',
        why: `a ${key.asymmetricKeyType} key in the format PKCS8 is read by no ssh; make a new one with “ssh-keygen -t ed25519 -f ${file}.new”`,
      };
    }
    const parsed = parse(key.export({ type: type as 'pkcs1', format: 'pem' }) as string);
    return parsed instanceof Error ? { is: 'unusable', why: parsed.message } : openKeyOf(parsed);
  } catch (error) {
    if (encrypted && /decrypt|password|passphrase|bad end|padding/i.test((error as Error).message))
      return { is: 'locked', blob: undefined };
    return {
      is: 'unusable',
      why: `${(error as Error).message}; “ssh-keygen -p -f ${file}” may write it anew in OpenSSH's format`,
    };
  }
}
