import { expect, test } from 'vitest';
import { type ClaimedKey, chooseKeys, doubtsOf, whyUnsigned } from '../../../src-main/domain/gate-keys.ts';

const proven: ClaimedKey = { text: 'ssh-ed25519 AAAA', fingerprint: 'SHA256:own', proof: 'proven', why: '' };
const unsigned: ClaimedKey = {
  text: 'ssh-ed25519 BBBB',
  fingerprint: 'SHA256:alice',
  proof: 'unsigned',
  why: whyUnsigned('old', 'jail15'),
};
const forged: ClaimedKey = { ...unsigned, fingerprint: 'SHA256:bob', proof: 'forged', why: 'it is by another key.' };
const names = ['jail15', 'jail15.example.com'];

const line = (claim: ClaimedKey, comment = '', state: 'open' | 'gated' | 'other' = 'open') => {
  const found = { claim, comment, state, number: 3, file: '/k', server: 'backup1' };
  return { ...found, doubts: doubtsOf(found, 'jail15', names) };
};
const choose = (lines: ReturnType<typeof line>[], named?: string[], isLook = false) =>
  chooseKeys(lines, 'jail15', named, isLook);

test.each(['', 'jail15', 'root@jail15', 'root@JAIL15.example.com', 'backup key of jail15, rack 3', '(jail15)'])(
  'a proven key with the comment “%s” leaves no doubt',
  (comment) => {
    expect(line(proven, comment).doubts).toEqual([]);
  },
);

test.each(['alice@desk', 'root@jail1', 'root@jail151', 'root@not-jail15', 'root@jail15-old', 'db.jail15', 'jail_15'])(
  'the comment “%s” names somebody else',
  (comment) => {
    expect(line(proven, comment).doubts).toEqual([expect.stringContaining(`“${comment}”, names somebody`)]);
  },
);

test('a short name is not found in a longer one', () => {
  const found = { claim: proven, comment: 'root@jail15', state: 'open', number: 3, file: '/k' } as const;
  expect(doubtsOf(found, 'jail1', ['jail1'])).toHaveLength(1);
});

test('what is bound already is not doubted', () => {
  expect(line(forged, 'alice@desk', 'gated').doubts).toEqual([]);
  expect(choose([line(unsigned, 'alice@desk', 'gated'), line(proven)])).toEqual({
    chosen: new Set(['SHA256:alice', 'SHA256:own']),
  });
});

test('without names all keys are bound, or none where one is doubtful', () => {
  expect(choose([line(proven, 'root@jail15')])).toEqual({ chosen: new Set(['SHA256:own']) });
  for (const doubtful of [line(unsigned), line(forged), line({ ...proven, fingerprint: 'SHA256:x' }, 'alice@desk')]) {
    expect(choose([line(proven), doubtful])).toEqual({
      refused: expect.stringMatching(/^Nothing was bound\. The key SHA256:\w+ in line 3 of \/k on backup1 /),
      fingerprints: [doubtful.claim.fingerprint],
    });
  }
  expect(choose([line(unsigned)])).toMatchObject({
    refused: expect.stringMatching(/too old to sign.*Upgrade OpenSSH on jail15.*"keys": \["SHA256:alice"\]/),
  });
});

test('a look without names leaves out what is doubtful, each line of it', () => {
  expect(choose([line(proven), line(proven, 'alice@desk'), line(unsigned)], undefined, true)).toEqual({
    chosen: new Set(),
  });
  expect(choose([line(proven), line(unsigned)], undefined, true)).toEqual({ chosen: new Set(['SHA256:own']) });
});

test('with names just those are bound, but never one with a wrong signature', () => {
  const lines = [line(proven), line(unsigned, 'alice@desk'), line(forged)];
  expect(choose(lines, ['SHA256:own'])).toEqual({ chosen: new Set(['SHA256:own']) });
  expect(choose(lines, ['SHA256:alice'])).toEqual({ chosen: new Set(['SHA256:alice']) });
  for (const isLook of [false, true]) {
    expect(choose(lines, ['SHA256:own', 'SHA256:bob'], isLook)).toEqual({
      refused: expect.stringMatching(/wrong|another key.*never bound for jail15/),
      fingerprints: ['SHA256:bob'],
    });
  }
});

test('a name that no line has is refused, and says so', () => {
  expect(choose([line(proven)], ['SHA256:own', 'SHA256:none'])).toEqual({
    refused: 'backup1 accepts no key with the fingerprint SHA256:none that jail15 uses. Nothing was bound.',
    fingerprints: ['SHA256:none'],
  });
});

test.each(['old', 'missing', 'hardware', 'failed'] as const)('why nothing was signed (%s) is told', (why) => {
  expect(whyUnsigned(why, 'jail15')).toMatch(/Upgrade OpenSSH on jail15|Install it on jail15|touch|private key/);
});
