import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readKey } from '../../../src-main/ssh/key-formats.ts';

const PASSPHRASE = 'öpen sesame';
const read = (text: string, passphrase?: string) => readKey(Buffer.from(text), passphrase, '/home/maria/key');

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const ed25519 = generateKeyPairSync('ed25519');

interface Form {
  pair: { privateKey: KeyObject; publicKey: KeyObject };
  type: 'pkcs8' | 'pkcs1' | 'sec1';
  cipher?: string;
}
const forms: Record<string, Form> = {
  'RSA in PKCS8': { pair: rsa, type: 'pkcs8' },
  'RSA in PKCS8, locked': { pair: rsa, type: 'pkcs8', cipher: 'aes-256-cbc' },
  'ECDSA in PKCS8, locked with the cipher of old': { pair: ec, type: 'pkcs8', cipher: 'des-ede3-cbc' },
  'ed25519 in PKCS8': { pair: ed25519, type: 'pkcs8' },
  'ed25519 in PKCS8, locked': { pair: ed25519, type: 'pkcs8', cipher: 'aes-256-cbc' },
  'RSA in PEM': { pair: rsa, type: 'pkcs1' },
  'RSA in PEM, locked': { pair: rsa, type: 'pkcs1', cipher: 'aes-128-cbc' },
  'RSA in PEM, locked with a cipher that ssh2 lacks': { pair: rsa, type: 'pkcs1', cipher: 'camellia-128-cbc' },
  'ECDSA in PEM, locked with a cipher that ssh2 lacks': { pair: ec, type: 'sec1', cipher: 'aria-128-cbc' },
};

const textOf = ({ pair, type, cipher }: Form): string =>
  pair.privateKey.export({
    type: type as 'pkcs8',
    format: 'pem',
    ...(cipher ? { cipher, passphrase: PASSPHRASE } : {}),
  }) as string;

describe('a key in OpenSSL’s formats', () => {
  it.each(Object.entries(forms))('%s opens, and signs', (_, form) => {
    const text = textOf(form);
    if (form.cipher) {
      expect(read(text)).toMatchObject({ is: 'locked' });
      expect(read(text, 'open barley')).toMatchObject({ is: 'locked' });
    }
    const opened = read(text, form.cipher ? PASSPHRASE : undefined);
    if (opened.is !== 'private') throw new Error(JSON.stringify(opened));
    const hash = form.pair === ed25519 ? undefined : 'sha256';
    const signature = sign(hash, Buffer.from('data'), opened.key.pem);
    expect(verify(hash, Buffer.from('data'), form.pair.publicKey, signature)).toBe(true);
  });

  it('shows the public half that ssh sends', () => {
    const opened = read(textOf(forms['ed25519 in PKCS8'] as Form));
    const point = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x as string, 'base64url');
    expect(opened).toMatchObject({ is: 'private' });
    expect(opened.is === 'private' && Buffer.from(opened.key.blob).toString('hex')).toBe(
      `0000000b${Buffer.from('ssh-ed25519').toString('hex')}00000020${point.toString('hex')}`,
    );
  });

  it('calls no passphrase anything but wrong, whatever it makes of the key', () => {
    // Of 256 wrong ones about one leaves what looks like the end of a key.
    const text = textOf(forms['RSA in PEM, locked with a cipher that ssh2 lacks'] as Form);
    const kinds = new Set(Array.from({ length: 3000 }, (_, index) => read(text, `wrong${index}`).is));
    expect([...kinds]).toEqual(['locked']);
  });

  it('says how to mend one that OpenSSL has given up', () => {
    const text = `-----BEGIN ENCRYPTED PRIVATE KEY-----
MIGwMBsGCSqGSIb3DQEFAzAOBAgXs9oa1nGb9QICCAAEgZBqIhIN7hTV639rIDzE
+0QwjBg8jNz4LFpam3cAi0g12JzmRkGJEhnQJyvKCW+pUuYHoYYx4VRGHOllq5t2
HuLOc+GcVWUbIkQmLCrlRxMhm1HORUDoVKGwvlUMdsRAjLZ40cxey0DL83jvXXKk
YkB/TCCxXJ75jkchi3/NQ1P4XMcwmjpY4Dx6H/7z4VjuG8w=
-----END ENCRYPTED PRIVATE KEY-----
`;
    expect(read(text)).toMatchObject({ is: 'locked' });
    expect(read(text, 'open sesame')).toEqual({
      is: 'unusable',
      why: expect.stringContaining('“openssl pkcs8 -provider legacy'),
    });
  });

  it.each([
    ['dsa', 'ssh-keygen -p -f /home/maria/key'],
    ['ed448', 'ssh-keygen -t ed25519'],
  ])('says what to do with a %s key', (type, line) => {
    const { privateKey } =
      type === 'dsa'
        ? generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 })
        : generateKeyPairSync('ed448');
    const why = expect.stringContaining(line);
    expect(read(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)).toEqual({ is: 'unusable', why });
  });
});

const puttys = {
  3: `PuTTY-User-Key-File-3: ssh-ed25519
Encryption: aes256-cbc
Comment: root@vm
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIIEFbkFGeLV4Ykz6mBbToYlWiQOjPkPahN54NvF3
E4nR
Key-Derivation: Argon2id
Argon2-Memory: 8192
Argon2-Passes: 2
Argon2-Parallelism: 1
Argon2-Salt: 5e45b8c49fe2131357dcc37da9960f22
Private-Lines: 1
ax5XNF4Shs4H4WiVvY8gIsVCcZtutuV6VCm77C4e4wdrwtiKKhajp61oVe3Uxtqz
Private-MAC: 0563bf210ec14c1974ab8c3d9cce431bd79ad67b3075229ad389e75dd8c89ead
`,
  2: `PuTTY-User-Key-File-2: ssh-ed25519
Encryption: none
Comment: root@vm
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIJap9fE1ov5ie5oYhw8vnV+neD8TqUYmMaDy2Cuc
vzDl
Private-Lines: 1
AAAAILylNHfYcWYJ3P5MfHAa79blhlxdF5WRV4lfkNSLx2hy
Private-MAC: 374f1928a8e807d0350bd4f0f3e3989a49b186e8
`,
};

describe('a key of PuTTY’s', () => {
  it.each(Object.entries(puttys))(
    'in format %s that ssh2 lacks asks for no passphrase, and is named',
    (format, text) => {
      for (const passphrase of [undefined, 'open sesame']) {
        expect(read(text, passphrase)).toEqual({
          is: 'unusable',
          why: expect.stringMatching(
            new RegExp(
              `PuTTY's format ${format}; “puttygen /home/maria/key -O private-openssh -o /home/maria/key.openssh”`,
            ),
          ),
        });
      }
    },
  );
});
