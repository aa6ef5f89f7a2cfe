import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Socket } from 'node:net';

/** A security key without the hardware: its private half is in this process, and signs as such a key does. */
export interface SecurityKey {
  /** A line of authorized_keys. */
  line: string;
  /** What `ssh-keygen -t ed25519-sk` or `-t ecdsa-sk` leaves in a file: the public half, and a handle that only the hardware can use. */
  file: string;
  /** An agent at that socket that holds it; with a reason it signs nothing. */
  agent: (socket: string, refuses?: boolean) => Promise<{ stop: () => Promise<void> }>;
}

const APPLICATION = 'ssh:';
/** Somebody touched it. */
const TOUCHED = 1;

/** A pair, its public half as ssh has it after the type, and how it signs. */
const kinds = {
  ed25519() {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const point = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
    return {
      type: 'sk-ssh-ed25519@openssh.com',
      half: string(point),
      signed: (data: Buffer) => sign(null, data, privateKey),
    };
  },
  ecdsa() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const signed = (data: Buffer) => {
      const pair = sign('sha256', data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
      return Buffer.concat([pair.subarray(0, 32), pair.subarray(32)].map(positive));
    };
    return {
      type: 'sk-ecdsa-sha2-nistp256@openssh.com',
      half: Buffer.concat([string('nistp256'), string(point)]),
      signed,
    };
  },
};
export type SecurityKind = keyof typeof kinds;

export function makeSecurityKey(kind: SecurityKind = 'ed25519'): SecurityKey {
  const { type, half, signed: signs } = kinds[kind]();
  const blob = Buffer.concat([string(type), half, string(APPLICATION)]);
  const answer = (request: Buffer, refuses: boolean): Buffer => {
    const [LIST, LISTED, SIGN, SIGNED, FAILED] = [11, 12, 13, 14, 5];
    if (request[0] === LIST) return Buffer.concat([Buffer.from([LISTED]), number(1), string(blob), string('yubikey')]);
    if (request[0] !== SIGN || refuses) return Buffer.from([FAILED]);
    const data = at(request, 5 + request.readUInt32BE(1));
    const counted = Buffer.concat([Buffer.from([TOUCHED]), number(7)]);
    const signed = signs(Buffer.concat([sha256(Buffer.from(APPLICATION)), counted, sha256(data)]));
    return Buffer.concat([Buffer.from([SIGNED]), string(Buffer.concat([string(type), string(signed), counted]))]);
  };
  return {
    line: `${type} ${blob.toString('base64')} yubikey`,
    file: privateFile(blob, type, half),
    agent: (socket, refuses = false) => serve(socket, (request) => answer(request, refuses)),
  };
}

/** As in OpenSSH's PROTOCOL.key and PROTOCOL.u2f. */
function privateFile(blob: Buffer, type: string, half: Buffer): string {
  const check = number(42);
  const handle = [Buffer.from([TOUCHED]), string('a handle of the hardware'), string('')];
  const secret = [check, check, string(type), half, string(APPLICATION), ...handle, string('yubikey')];
  const length = Buffer.concat(secret).length;
  const padding = Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1));
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(string),
    number(1),
    string(blob),
    string(Buffer.concat([...secret, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

function serve(socket: string, answer: (request: Buffer) => Buffer): Promise<{ stop: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    open.add(caller);
    let heard = Buffer.alloc(0);
    caller.on('error', () => {});
    caller.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      while (heard.length >= 4 && heard.length >= 4 + heard.readUInt32BE(0)) {
        const end = 4 + heard.readUInt32BE(0);
        caller.write(string(answer(heard.subarray(4, end))));
        heard = heard.subarray(end);
      }
    });
  });
  const stop = () => {
    for (const caller of open) caller.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, () => resolve({ stop }));
  });
}

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const string = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([number(bytes.length), bytes]);
};
/** ssh's number without a sign. */
const positive = (bytes: Buffer): Buffer => {
  const digits = bytes.subarray(bytes.findIndex((byte) => byte !== 0));
  return string((digits[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
};
/** ssh's string at that place. */
const at = (bytes: Buffer, place: number) => bytes.subarray(place + 4, place + 4 + bytes.readUInt32BE(place));
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest();
