import { describe, expect, test } from 'vitest';
import { composeReply, type DeliveredTarball, exampleFacts, type ReplyFacts } from '../../../src-main/domain/reply.ts';
import { builtInTemplates } from '../../../src-main/domain/reply-words.ts';
import { humanBytes, spokenDate, spokenDates, spokenDay } from '../../../src-main/domain/spoken.ts';

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

const [english, german] = builtInTemplates as [(typeof builtInTemplates)[0], (typeof builtInTemplates)[0]];
const bare = { signature: '' };
const replyText = (facts: Omit<ReplyFacts, 'customer'>) =>
  composeReply(english, { customer: 'col00214', ...facts }, bare).text;
const filled = (
  text: string,
  facts: Partial<ReplyFacts> = {},
  around: { signature: string; ticketAddress?: string } = bare,
) => composeReply({ language: 'en', text }, { ...exampleFacts, ...facts }, around);

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

  test.each(['en', 'de', 'fr', 'es'] as const)(
    'of a folder it says nothing of a tarball, by any template: %s',
    (language) => {
      const folder = (host: string) => tarball({ host, inCustomer: '/restored-2013-02-22..24', unpacked: true });
      const facts = { customer: 'col00214', heldUntil: '2013-03-14' };
      const template = { language, text: 'Unpack {path} by {command}, see {sha256}. {ticket}' };
      const { text, ...rest } = composeReply(template, { ...facts, tarballs: [folder('jail15')] }, bare);
      expect(rest).toEqual({ left: [], commands: [], unpacked: true });
      expect(text).toContain('\n  /restored-2013-02-22..24\n');
      expect(text).toContain('    /usr/home/anna/www\n');
      expect(text).not.toMatch(/tar|Unpack|sha256|aaaa|[{}]|jail15/);
      const { text: both } = composeReply(
        template,
        { ...facts, tarballs: [folder('jail15'), folder('virt9')] },
        { signature: 'Anna' },
      );
      expect(both).toMatch(/^(On|Auf|Sur|En) virt9:$/m);
      expect(both.endsWith('\n\nAnna')).toBe(true);
    },
  );

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

describe('a template', () => {
  test('is the text that it always was where nobody chose another', () => {
    const [first, ...more] = replyText({ tarballs: [tarball()], heldUntil: '2013-03-14' }).split('\n\n');
    expect(first).toBe('Your backup of 22 and 24 February 2013 is on your system.');
    expect(more[0]).toBe('  /col00214-2013-02-22..24.tar.gz (44.1 MB)');
    expect(more[1]).toBe('In it, a folder for each night:');
    expect(more.at(-1)).toMatch(/^Nothing on your system was changed\. .* there again\.$/);
    expect(more.every((paragraph) => paragraph !== '' && !paragraph.includes('{'))).toBe(true);
  });

  test('of what was put in place says where what was there is, in words of its own', () => {
    const places = [
      { path: '/usr/home/anna/www', label: '2013-02-22', before: '/usr/home/anna/.before-restored-2013-02-22..24.www' },
      { path: '/etc/new\nline', label: '2013-02-24' },
    ];
    const nights = [night('2013-02-22', { absent: ['/gone'] }), night('2013-02-24', { estimated: true })];
    const facts = {
      customer: 'col00214',
      tarballs: [tarball({ places, nights, inCustomer: '/' })],
      heldUntil: '2013-03-14',
    };
    const { text, inPlace, commands, left } = composeReply(english, facts, bare);
    expect({ inPlace, commands, left }).toEqual({ inPlace: true, commands: [], left: [] });
    expect(text).toBe(`Your files from the backup of 22 and 24 February 2013 are back in their places on your system.

  As of 22 February 2013:
  /usr/home/anna/www
    what was there before: /usr/home/anna/.before-restored-2013-02-22..24.www
  not in the backup of that night: /gone
  As of 24 February 2013, which is an estimate:
  /etc/new\\012line
    nothing was there before

Nothing was deleted: what was there before got the name that stands below it. It is not backed up, so please copy what you still need from it, and delete it when you are done.

We keep these copies until 14 March 2013; write to us should you need them again.`);
    for (const language of ['de', 'fr', 'es'] as const) {
      const said = composeReply({ language, text: '' }, facts, bare).text;
      expect(said).toContain('/usr/home/anna/www\n');
      expect(said).not.toMatch(/\{|undefined|tar\b/);
    }
  });

  test('speaks German where it is German, dates and sizes with it', () => {
    const { text, left } = composeReply(german, exampleFacts, bare);
    expect(text).toContain('vom 22. Februar 2013 und 24. Februar 2013 liegt auf Ihrem System.');
    expect(text).toContain('(44,1 MB)');
    expect(text).toContain('Darin, ein Ordner je Nacht:');
    expect(text).not.toMatch(/[{}]|night|folder|February/);
    expect(left).toEqual([]);
  });

  test('has the facts of this restore, ticket and signature', () => {
    const template = '{customer} {ticket} {size} {sha256}\n{ticketLink}\n{heldUntil}\n{signature}';
    const around = { signature: 'Maria\nSupport', ticketAddress: 'https://tickets.example.com/t/{ticket}' };
    expect(filled(template, {}, around).text).toBe(
      `col00214 #48213 44.1 MB ${exampleFacts.tarballs[0]?.sha256}\nhttps://tickets.example.com/t/48213\n14 March 2013\nMaria\nSupport`,
    );
  });

  test('leaves a line out whose field has no fact, tells it, and leaves no hole', () => {
    const { text, left } = filled('Hello.\n\nYour ticket is {ticket}, see {ticketLink}.\n\nBye.', {
      ticket: undefined,
    });
    expect(text).toBe('Hello.\n\nBye.');
    expect(left).toEqual([{ line: 'Your ticket is {ticket}, see {ticketLink}.', fields: ['ticket', 'ticketLink'] }]);
  });

  test.each(['about the mail of Tuesday', '../../evil', '48213 48214', 'a'.repeat(65)])(
    'makes no address of the ticket %j',
    (ticket) => {
      const around = { signature: '', ticketAddress: 'https://tickets.example.com/{ticket}' };
      expect(filled('{ticketLink}', { ticket }, around)).toMatchObject({
        text: '',
        left: [{ line: '{ticketLink}', fields: ['ticketLink'] }],
      });
    },
  );

  test('says nothing of a signature that nobody wrote', () => {
    expect(filled('Bye.\n\n{signature}')).toMatchObject({ text: 'Bye.', left: [] });
  });

  test('takes what a fact has in braces as text', () => {
    expect(filled('{customer} {ticket}', { customer: '{ticket}', ticket: '{sha256}$&' }).text).toBe(
      '{ticket} {sha256}$&',
    );
  });

  test('repeats what it says of a tarball, and only that', () => {
    const tarballs = [tarball(), tarball({ host: 'virt9', inCustomer: '/other.tar.gz' })];
    const { text, commands } = filled('Dear {customer}\n{host}:\nand\n{path}\nBye', { tarballs });
    expect(text).toBe(
      'Dear col00214\njail15:\nand\n/col00214-2013-02-22..24.tar.gz\n\nvirt9:\nand\n/other.tar.gz\nBye',
    );
    expect(commands.map(({ host }) => host)).toEqual(['jail15', 'virt9']);
    expect(commands[1]?.command).toBe(
      'mkdir -p /restore-tmp/other && cd /restore-tmp/other && tar --numeric-owner -xzpf /other.tar.gz',
    );
  });

  test('tells how many paths there were, though only the first are known', () => {
    const nights = [night('2013-02-22', { more: 88 })];
    expect(filled('{contents}', { tarballs: [tarball({ nights })] }).text).toContain('and 88 more');
  });
});

test.each([
  ['de', '1. März 2013'],
  ['fr', '1 mars 2013'],
  ['es', '1 de marzo de 2013'],
] as const)('a day is said in %s', (language, spoken) => {
  expect(spokenDate('2013-03-01', language)).toBe(spoken);
  expect(() => spokenDate('no date', language)).not.toThrow();
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
