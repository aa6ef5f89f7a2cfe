import { describe, expect, it } from 'vitest';
import { listsOf, offerOf } from '../../../src-main/ssh/algorithms.ts';
import type { AlgorithmWords } from '../../../src-main/ssh/settings/client-settings.ts';

const words = (some: Partial<AlgorithmWords> = {}): AlgorithmWords => ({
  kex: undefined,
  ciphers: undefined,
  macs: undefined,
  hostKeys: undefined,
  userKeys: undefined,
  ...some,
});
const offer = (some: Partial<AlgorithmWords>, old = false, known: string[] = []) =>
  offerOf(listsOf(words(some), old), known) as {
    kex: string[];
    serverHostKey: string[];
    hmac: string[];
    cipher: string[];
  };

describe('the algorithms that are offered', () => {
  it('leave out what is old, unless it was allowed', () => {
    expect(offer({}).kex.join()).not.toContain('sha1');
    expect(offer({}).serverHostKey.join()).not.toMatch(/ssh-(?:rsa|dss)/);
    expect(offer({}, true).kex).toContain('diffie-hellman-group1-sha1');
    expect(offer({}, true).serverHostKey).toContain('ssh-dss');
    expect(offer({}, true).cipher).toContain('aes128-cbc');
    expect(offer({}, true).hmac).toContain('hmac-md5');
  });

  it('never have group exchange, which would stop the app while it is checked', () => {
    for (const kex of ['diffie-hellman-group-exchange-sha1,curve25519-sha256', '+diffie-hellman-group-exchange-*']) {
      expect(offer({ kex }, true).kex.join()).not.toContain('group-exchange');
    }
    expect(offerOf(listsOf(words({ kex: 'diffie-hellman-group-exchange-sha256' }), false), [])).toEqual({
      lacks: 'KexAlgorithms',
    });
  });

  it('follow +, -, ^ and whole lists', () => {
    expect(offer({ kex: 'ecdh-sha2-nistp521,curve25519-sha256' }).kex).toEqual([
      'ecdh-sha2-nistp521',
      'curve25519-sha256',
    ]);
    expect(offer({ kex: '+diffie-hellman-group14-sha1' }).kex.at(-1)).toBe('diffie-hellman-group14-sha1');
    expect(offer({ kex: '^ecdh-sha2-nistp521' }).kex[0]).toBe('ecdh-sha2-nistp521');
    expect(offer({ macs: '-hmac-sha1*,*-etm@openssh.com' }).hmac).toEqual(['hmac-sha2-256', 'hmac-sha2-512']);
  });

  it('ask for the known types of host key first', () => {
    expect(offer({}, false, ['ssh-rsa']).serverHostKey.slice(0, 2)).toEqual(['rsa-sha2-512', 'rsa-sha2-256']);
    expect(offer({}, false, ['ecdsa-sha2-nistp384']).serverHostKey[0]).toBe('ecdsa-sha2-nistp384');
  });
});
