import { describe, expect, test } from 'vitest';
import {
  type DeliveredTarball,
  humanBytes,
  replyText,
  spokenDates,
  spokenDay,
} from '../../../src-main/domain/reply.ts';

const night = (date: string, more: Partial<DeliveredTarball['nights'][number]> = {}) => ({
  date,
  label: date,
  estimated: false,
  paths: ['/usr/home/anna/www'],
  absent: [],
  sameAs: [],
  ...more,
});

const tarball = (more: Partial<DeliveredTarball> = {}): DeliveredTarball => ({
  host: 'jail15',
  inCustomer: '/col00214-2013-02-22..24.tar.gz',
  bytes: 44_100_000,
  sha256: 'a'.repeat(64),
  os: 'FreeBSD',
  nights: [night('2013-02-22'), night('2013-02-24')],
  ...more,
});

describe('the reply to the customer', () => {
  test('says what, where, how large, and how to unpack it without overwriting', () => {
    const reply = replyText({ tarballs: [tarball()], heldUntil: '2013-03-14' });
    expect(reply).toContain('Your backup of 22 and 24 February 2013 is on your system.');
    expect(reply).toContain('  /col00214-2013-02-22..24.tar.gz (44.1 MB)');
    expect(reply).toContain('in a temporary directory, so that it does not overwrite');
    expect(reply).toContain(
      '  mkdir -p /restore-tmp/col00214-2013-02-22..24 && cd /restore-tmp/col00214-2013-02-22..24 && tar --numeric-owner -xzpf /col00214-2013-02-22..24.tar.gz\n',
    );
    expect(reply).toContain('sha256 -q /col00214-2013-02-22..24.tar.gz says');
    expect(reply).toContain('until 14 March 2013');
    expect(reply).not.toContain('jail15');
  });

  test('has the checksum command of the system it is on', () => {
    const reply = replyText({ tarballs: [tarball({ os: 'Linux' })], heldUntil: '2013-03-14' });
    expect(reply).toContain('sha256sum /col00214');
  });

  test.each(['FreeBSD', 'Linux'])(
    'asks of a tar on %s only what every tar knows: the customer’s is not the host’s',
    (os) => {
      const reply = replyText({ tarballs: [tarball({ os })], heldUntil: '2013-03-14' });
      expect(reply).toMatch(/&& tar --numeric-owner -xzpf \/col00214/);
      expect(reply).toContain("says GNU, put --acls --xattrs --xattrs-include='*' before -xzpf");
    },
  );

  test('hides nothing: what was not there, what another night stands in for, what is an estimate', () => {
    const nights = [
      night('2013-02-22', {
        estimated: true,
        absent: ['/etc/new'],
        sameAs: [{ path: '/usr/home', date: '2013-02-21' }],
      }),
    ];
    const reply = replyText({ tarballs: [tarball({ nights })], heldUntil: '2013-03-14' });
    expect(reply).toContain('(the date, 22 February 2013, is an estimate)');
    expect(reply).toContain('not in the backup of that night: /etc/new');
    expect(reply).toContain('/usr/home was not copied that night; this is the copy of 21 February 2013');
  });

  test('names the host of each where there are several', () => {
    const tarballs = [tarball(), tarball({ host: 'virt9', os: 'Linux' })];
    const reply = replyText({ tarballs, heldUntil: '2013-03-14' });
    expect(reply).toContain('is on your 2 systems, a file on each.');
    expect(reply).toContain('On jail15:');
    expect(reply).toContain('On virt9:');
  });

  test('shows long lists in part, and no control characters of a file name', () => {
    const many = Array.from({ length: 30 }, (_, index) => `/f${index}`);
    const reply = replyText({
      tarballs: [tarball({ nights: [night('2013-02-22', { paths: ['/a\nb\x1b[2J\udcff', ...many] })] })],
      heldUntil: '2013-03-14',
    });
    expect(reply).toContain('/a\\012b\\033[2J\\377');
    expect(reply).toContain('and 19 more');
    expect(reply.isWellFormed()).toBe(true);
  });
});

test.each([
  [['2013-02-22'], '22 February 2013'],
  [['2013-02-24', '2013-02-22', '2013-02-22'], '22 and 24 February 2013'],
  [['2013-02-22', '2013-02-23', '2013-02-24'], '22, 23 and 24 February 2013'],
  [['2013-02-28', '2013-03-01'], '28 February and 1 March 2013'],
  [['2012-12-31', '2013-01-01'], '31 December 2012 and 1 January 2013'],
])('%j is spoken %s', (dates, spoken) => {
  expect(spokenDates(dates)).toBe(spoken);
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [44_100_000, '44.1 MB'],
  [5.5e15, '5500.0 TB'],
])('%d bytes are %s', (bytes, human) => {
  expect(humanBytes(bytes)).toBe(human);
});

test('an instant is the day that the fleet’s clocks show', () => {
  expect(spokenDay('2026-12-11T07:59:00Z', 'America/Los_Angeles')).toBe('10 December 2026');
  expect(spokenDay('2026-12-10T23:30:00Z', 'Asia/Tokyo')).toBe('11 December 2026');
});
