import { createHash, verify } from 'node:crypto';
import { parse } from './key-formats.ts';
import { typeOf } from './known-hosts.ts';

/** What a signature must be of. */
export interface Signed {
  /** The public key as ssh sends it. */
  blob: Buffer;
  namespace: string;
  message: string;
}

/** How OpenSSH's name of a signature's algorithm hashes what is signed; undefined: Ed25519 does it itself. */
const ALGORITHMS: Record<string, { keyType: string; hash: string | undefined }> = {
  'ssh-ed25519': { keyType: 'ssh-ed25519', hash: undefined },
  'ecdsa-sha2-nistp256': { keyType: 'ecdsa-sha2-nistp256', hash: 'sha256' },
  'ecdsa-sha2-nistp384': { keyType: 'ecdsa-sha2-nistp384', hash: 'sha384' },
  'ecdsa-sha2-nistp521': { keyType: 'ecdsa-sha2-nistp521', hash: 'sha512' },
  'rsa-sha2-256': { keyType: 'ssh-rsa', hash: 'sha256' },
  'rsa-sha2-512': { keyType: 'ssh-rsa', hash: 'sha512' },
};

const MAGIC = Buffer.from('SSHSIG');
/** In bytes: one with an RSA key of 16,384 bits has 4,300. */
const LONGEST = 6144;

/** The public key that a type and its base64 are, as ssh sends it; undefined where they are none, or not just one. */
export function blobOf({ type, base64 }: { type: string; base64: string }): Buffer | undefined {
  const blob = Buffer.from(base64, 'base64');
  return blob.toString('base64') === base64 && typeOf(blob) === type ? blob : undefined;
}

/**
 * What is wrong with a signature as `ssh-keygen -Y sign` makes it (OpenSSH's PROTOCOL.sshsig), as the end of a sentence;
 * undefined where whoever made it holds the private key.
 *
 * @param signature what stands between the lines of its armour, in base64 on one line
 */
export function flawOf(signature: string, { blob, namespace, message }: Signed): string | undefined {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.length > LONGEST || bytes.toString('base64') !== signature) return NO_SIGNATURE;
  const parts = partsOf(bytes);
  if (!parts) return NO_SIGNATURE;
  if (!parts.blob.equals(blob)) return 'it is by another key';
  if (parts.namespace.toString() !== namespace) return 'it was made for something else';
  const algorithm = Object.hasOwn(ALGORITHMS, parts.algorithm) ? ALGORITHMS[parts.algorithm] : undefined;
  const messageHash = ['sha256', 'sha512'].find((name) => name === parts.messageHash.toString());
  if (algorithm?.keyType !== typeOf(blob) || messageHash === undefined) return 'it is of a kind that proves nothing';
  const hashed = createHash(messageHash).update(message).digest();
  const signed = Buffer.concat([
    MAGIC,
    ...[parts.namespace, parts.reserved, parts.messageHash, hashed].map((part) => Buffer.concat([sizeOf(part), part])),
  ]);
  return isBy(blob, algorithm.hash, signed, parts.raw) ? undefined : 'it is not of what had to be signed';
}

const NO_SIGNATURE = 'it is no signature';

function isBy(blob: Buffer, hash: string | undefined, signed: Buffer, raw: Buffer): boolean {
  const key = parse(`${typeOf(blob)} ${blob.toString('base64')}`);
  if (key instanceof Error) return false;
  const isEcdsa = key.type.startsWith('ecdsa-');
  const signature = isEcdsa ? pairOf(raw, key.type) : raw;
  if (!signature) return false;
  try {
    return verify(hash, signed, { key: key.getPublicPEM(), dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // Such as a point that lies on no curve.
    return false;
  }
}

/** The two numbers of an ECDSA signature, each as long as the curve's order. */
function pairOf(raw: Buffer, type: string): Buffer | undefined {
  const read = reader(raw);
  const [r, s] = [read.string(), read.string()];
  const size = Math.ceil(Number(type.slice(-3)) / 8);
  if (!r || !s || !read.isAtEnd()) return undefined;
  const numbers = [r, s].map((number) => number.subarray(number.findIndex((byte) => byte !== 0)));
  if (numbers.some(({ length }) => length > size)) return undefined;
  return Buffer.concat(numbers.map((number) => Buffer.concat([Buffer.alloc(size - number.length), number])));
}

function partsOf(bytes: Buffer) {
  const isSignature = bytes.subarray(0, MAGIC.length).equals(MAGIC);
  if (!isSignature || bytes.length < MAGIC.length + 4 || bytes.readUInt32BE(MAGIC.length) !== 1) return undefined;
  const read = reader(bytes.subarray(MAGIC.length + 4));
  const [blob, namespace, reserved, messageHash, inner] = Array.from({ length: 5 }, () => read.string());
  if (!blob || !namespace || !reserved || !messageHash || !inner || !read.isAtEnd()) return undefined;
  const readInner = reader(inner);
  const [algorithm, raw] = [readInner.string(), readInner.string()];
  if (!algorithm || !raw || !readInner.isAtEnd()) return undefined;
  return { blob, namespace, reserved, messageHash, algorithm: algorithm.toString(), raw };
}

/** Reads ssh's strings one after another: four bytes of length, and as many bytes. */
function reader(bytes: Buffer) {
  let at = 0;
  return {
    string: (): Buffer | undefined => {
      if (at + 4 > bytes.length) return undefined;
      const end = at + 4 + bytes.readUInt32BE(at);
      if (end > bytes.length) return undefined;
      const found = bytes.subarray(at + 4, end);
      at = end;
      return found;
    },
    isAtEnd: () => at === bytes.length,
  };
}

function sizeOf(part: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(part.length);
  return size;
}
