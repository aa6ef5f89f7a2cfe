import { createPrivateKey, type KeyObject } from 'node:crypto';
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
  if (/-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/.test(latin)) return readByOpenSsl(latin, passphrase, file);
  const key = parse(text, passphrase);
  if (!(key instanceof Error)) return key.isPrivateKey() ? openKeyOf(key) : { is: 'public', blob: key.getPublicSSH() };
  if (openssh) return openssh.cipher === 'none' ? unusable(key.message) : { is: 'locked', blob: openssh.blob };
  const putty = /^PuTTY-User-Key-File-(\d)/m.exec(latin)?.[1];
  if (isEncrypted(text)) {
    const byOpenSsl = passphrase !== undefined && putty === undefined;
    return byOpenSsl ? readByOpenSsl(latin, passphrase, file) : { is: 'locked', blob: undefined };
  }
  return unusable(putty === undefined ? key.message : inPuttys(putty, file));
}

const unusable = (why: string): KeyText => ({ is: 'unusable', why });

const inPuttys = (format: string, file: string) =>
  `it is in PuTTY's format ${format}; “puttygen ${file} -O private-openssh -o ${file}.openssh” makes a key of it that can be used ` +
  `(in PuTTYgen's window: Conversions, Export OpenSSH key)`;

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

/** How OpenSSL writes a type of key so that ssh2 reads it. */
const FORMS: Record<string, string> = { rsa: 'pkcs1', ec: 'sec1' };

/**
 * PKCS8, as cloud consoles and `openssl genpkey` make it, and old PEM with a cipher that ssh2 doesn't know. OpenSSL reads
 * them, and writes what ssh2 reads.
 */
function readByOpenSsl(text: string, passphrase: string | undefined, file: string): KeyText {
  const encrypted = /-----BEGIN ENCRYPTED|^Proc-Type: 4,ENCRYPTED/m.test(text);
  if (encrypted && passphrase === undefined) return { is: 'locked', blob: undefined };
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, ...(encrypted ? { passphrase: passphrase as string } : {}) });
  } catch (error) {
    const { message } = error as Error;
    if (!encrypted) return unusable(`${message}; “ssh-keygen -p -f ${file}” may write it anew in OpenSSH's format`);
    // What a wrong passphrase makes of a key may be decoded as far as anything, and fail in any way but this one.
    if (!/envelope routines::unsupported|UNSUPPORTED_|UNKNOWN_/.test(message)) return { is: 'locked', blob: undefined };
    return unusable(
      `it is encrypted in a way that OpenSSL has given up; “openssl pkcs8 -provider legacy -provider default -topk8 -v2 aes256 -in ${file} -out ${file}.new” makes a key of it that can be used`,
    );
  }
  const type = key.asymmetricKeyType ?? '';
  if (type === 'ed25519') return ed25519Of(key);
  const form = FORMS[type];
  if (form === undefined) {
    const mend =
      type === 'dsa'
        ? `“ssh-keygen -p -f ${file}” writes it anew in OpenSSH's format, where that still has DSA`
        : `no ssh reads it, so make a new one with “ssh-keygen -t ed25519 -f ${file}.new”`;
    return unusable(`it is a ${type} key in OpenSSL's format; ${mend}`);
  }
  const parsed = parse(key.export({ type: form as 'pkcs1', format: 'pem' }) as string);
  return parsed instanceof Error ? unusable(parsed.message) : openKeyOf(parsed);
}

/** ssh2 reads it in OpenSSH's format only; its two halves are all that is needed. */
function ed25519Of(key: KeyObject): KeyText {
  const [type, point] = [
    Buffer.from('ssh-ed25519'),
    Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url'),
  ];
  const blob = Buffer.concat([Buffer.from([0, 0, 0, type.length]), type, Buffer.from([0, 0, 0, point.length]), point]);
  return { is: 'private', key: { blob, pem: key.export({ type: 'pkcs8', format: 'pem' }) as string } };
}
