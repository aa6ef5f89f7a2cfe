import { expect, test } from 'vitest';
import type { DeliveredTarball } from '../../../src-main/domain/reply.ts';
import { exampleFacts } from '../../../src-main/domain/reply.ts';
import { factsOf, toldOf } from '../../../src-main/features/restore/told.ts';

const [tarball] = exampleFacts.tarballs as [DeliveredTarball];

const line = (told: string | undefined, host = 'jail15') => ({
  server: 'backup1',
  host,
  action: { at: '2013-02-28T10:00:00Z', by: 'maria', action: 'restore', customer: 'col00214', ticket: '#48213', told },
});

test('what was noted of a restore is what its reply is made of', () => {
  const virt = { ...tarball, host: 'virt9' };
  const lines = [line(toldOf(tarball, '2013-03-14', 2)), line(toldOf(virt, '2013-03-12', 2), 'virt9')];
  expect(factsOf(lines)).toMatchObject({
    customer: 'col00214',
    ticket: '#48213',
    heldUntil: '2013-03-12',
    tarballs: [{ host: 'jail15', sha256: tarball.sha256 }, { host: 'virt9' }],
  });
});

test('while the server of one tarball is silent, none is told as if it were all', () => {
  expect(factsOf([line(toldOf(tarball, '2013-03-14', 2))])).toBeUndefined();
});

test('of many paths the first are noted, with how many there are more, bytes that are no text among them', () => {
  const paths = Array.from({ length: 1000 }, (_, index) => `/f\udcff${index}`);
  const [night] = tarball.nights;
  const many = { ...tarball, nights: night ? [{ ...night, paths }] : [] };
  const facts = factsOf([line(toldOf(many, '2013-03-14', 1))]);
  expect(facts?.tarballs[0]?.nights[0]).toMatchObject({ more: 988 });
  expect(facts?.tarballs[0]?.nights[0]?.paths).toEqual(paths.slice(0, 12));
});

test('what is too long for a line of the log is not noted', () => {
  const nights = Array.from({ length: 30 }, () => ({
    ...(tarball.nights[0] as DeliveredTarball['nights'][0]),
    paths: Array.from({ length: 12 }, () => `/${'a'.repeat(4000)}`),
  }));
  expect(toldOf({ ...tarball, nights }, '2013-03-14', 1)).toBeUndefined();
});

const changed = (part: object) => JSON.stringify({ heldUntil: '2013-03-14', of: 1, tarball: { ...tarball, ...part } });

test.each([
  ['nothing', undefined],
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a line more in its path', changed({ inCustomer: '/a.tar.gz\nrm -rf /' })],
  ['another kind of checksum', changed({ sha256: 'ff' })],
  ['a size that is none', changed({ bytes: -1 })],
  ['nights without end', changed({ nights: Array.from({ length: 1001 }, () => tarball.nights[0]) })],
])('a server that says %s has told nothing', (_, told) => {
  expect(factsOf([line(told)])).toBeUndefined();
});

test('what the checks above changed would else be taken', () => {
  expect(factsOf([line(changed({}))])).toBeDefined();
});
