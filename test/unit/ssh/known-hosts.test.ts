import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, judge, keysOf, namesOf, parseKnownHosts, typeOf } from '../../../src-main/ssh/known-hosts.ts';

const blobOf = (type: string, content: string) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(type.length);
  return Buffer.concat([length, Buffer.from(type + content)]);
};
const [one, two] = [blobOf('ssh-ed25519', 'one'), blobOf('ssh-ed25519', 'two')];
const base64 = one.toString('base64');
const verdict = (text: string, host: string, port: number, blob = one) =>
  judge(parseKnownHosts(text), namesOf(host, port), blob).is;

describe('known_hosts', () => {
  it('leaves out what it does not understand', () => {
    const text = `# comment\n\n  \nhost\nhost ssh-ed25519\r\n\th1,h2 ssh-ed25519 ${base64} a comment\r\n@cert-authority * ssh-rsa AAAA\n`;
    expect(parseKnownHosts(text)).toEqual([
      { line: 6, marker: undefined, hosts: 'h1,h2', type: 'ssh-ed25519', base64 },
      { line: 7, marker: '@cert-authority', hosts: '*', type: 'ssh-rsa', base64: 'AAAA' },
    ]);
    expect(keysOf(parseKnownHosts(text), namesOf('h2', 22))).toHaveLength(1);
    expect(verdict(text, 'h3', 22)).toBe('unknown');
  });

  it.each([
    ['jail15', 'jail15', 22, 'trusted'],
    ['JAIL15.Example.com', 'jail15.example.COM', 22, 'trusted'],
    ['[jail15]:2222', 'jail15', 2222, 'trusted'],
    ['[jail15]:2222', 'jail15', 22, 'unknown'],
    ['[jail15]:2222', 'jail15', 2223, 'unknown'],
    ['jail15', 'jail15', 2222, 'trusted'],
    ['jail1?', 'jail15', 22, 'trusted'],
    ['*.example.com', 'jail15.example.com', 22, 'trusted'],
    ['*.example.com,!jail15.example.com', 'jail15.example.com', 22, 'unknown'],
    ['!jail15.example.com,*.example.com', 'jail15.example.com', 22, 'unknown'],
    ['[10.0.0.*]:2222', '10.0.0.7', 2222, 'trusted'],
    ['10.0.0.7', '10x0y0z7', 22, 'unknown'],
    ['fe80::1', 'fe80::1', 22, 'trusted'],
    ['[::1]:2222', '::1', 2222, 'trusted'],
  ])('the name %s stands for %s on port %i: %s', (hosts, host, port, expected) => {
    expect(verdict(`${hosts} ssh-ed25519 ${base64}`, host, port)).toBe(expected);
  });

  it('reads hashed names', () => {
    const salt = Buffer.from('twenty bytes of salt');
    const hash = createHmac('sha1', salt).update('[jail15]:2222').digest('base64');
    const text = `|1|${salt.toString('base64')}|${hash} ssh-ed25519 ${base64}`;
    expect(verdict(text, 'jail15', 2222)).toBe('trusted');
    expect(verdict(text, 'jail16', 2222)).toBe('unknown');
    expect(verdict(text.replace('|1|', '|2|'), 'jail15', 2222)).toBe('unknown');
  });

  it('tells a changed key from an unknown and a further one', () => {
    const text = `jail15 ssh-ed25519 ${base64}\n`;
    expect(verdict(text, 'jail15', 22, two)).toBe('changed');
    expect(verdict(text, 'jail15', 22, blobOf('ssh-rsa', 'three'))).toBe('changed');
    expect(verdict(`${text}jail15 ssh-ed25519 ${two.toString('base64')}\n`, 'jail15', 22, two)).toBe('trusted');
    // A key of the plain name says nothing against another port, but it is named beside the new one.
    expect(judge(parseKnownHosts(text), namesOf('jail15', 2222), two)).toMatchObject({
      is: 'unknown',
      elsewhere: [{ line: 1 }],
    });
  });

  it.each(['j15', '[j15]:2222', 'J15', 'j1?', '*'])(
    'knows a machine with a HostKeyAlias by %s, and its change too',
    (hosts) => {
      const known = parseKnownHosts(`${hosts} ssh-ed25519 ${base64}\n`);
      const names = namesOf('10.0.0.7', 2222, 'j15');
      expect(judge(known, names, one).is).toBe('trusted');
      expect(judge(known, names, two).is).toBe('changed');
      expect(judge(known, namesOf('j15', 2222, 'other'), two).is).toBe(hosts === '*' ? 'changed' : 'unknown');
    },
  );

  it('answers at once, whatever pattern a file has', () => {
    const text = `${'*a'.repeat(40)}b ssh-ed25519 ${base64}`;
    const startedAt = performance.now();
    expect(verdict(text, 'a'.repeat(255), 22)).toBe('unknown');
    expect(performance.now() - startedAt).toBeLessThan(30_000);
  });

  it('refuses a revoked key, in whatever order', () => {
    const trusted = `jail15 ssh-ed25519 ${base64}\n`;
    const revoked = `@revoked jail* ssh-ed25519 ${base64}\n`;
    expect(verdict(trusted + revoked, 'jail15', 22)).toBe('revoked');
    expect(verdict(revoked + trusted, 'jail15', 22)).toBe('revoked');
    expect(verdict(trusted + revoked.replace('jail*', 'backup*'), 'jail15', 22)).toBe('trusted');
  });

  it('names a key as OpenSSH does', () => {
    const real = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIESbit/0NjvYnBk5yvR8bxNhzZPP9HXr7+oNOlCzN677', 'base64');
    expect(typeOf(real)).toBe('ssh-ed25519');
    expect(fingerprintOf(real)).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });
});
