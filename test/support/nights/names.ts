import type { Seeded } from '../fleet/seeded.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1');

/** Names that break programs, as latin1. Some are names that rsync or Nightkeep itself use for their own. */
export const hardNames = [
  'a b',
  ' both ends ',
  'new\nline',
  '\n',
  'ends with newline\n',
  "it's",
  'say "x"',
  'back\\slash',
  '\\',
  'tab\there',
  '-rf',
  '--delete',
  '\\#012',
  '\\#134',
  '#012',
  '*',
  '?[a-z]',
  '$(touch pwned)',
  '`touch pwned`',
  ';touch pwned;',
  '%s%n',
  '!',
  '~root',
  '...',
  ':server:colon',
  'bad \xff\xfe utf-8',
  '\x80',
  '\x01\x1b[31m\x7f',
  'carriage\rreturn',
  utf8('grüße-日本語-\u{1f600}'),
  utf8('e\u0301'),
  utf8('é'),
  'n'.repeat(255),
  '\xff'.repeat(255),
  '.n'.padEnd(255, 'n'),
  '.nightkeep',
  '.nightkeep-record',
  '.rsync-partial',
  '.rsync-filter',
  '.cvsignore',
  '.~tmp~',
  '.a.b.XXXXXX',
  'CVS',
  'core',
  'incoming',
  'lost+found',
] as const;

/** A hard name, or a plain one; from a pool small enough that what is deleted tonight comes back another night. */
export const someName = (chance: Seeded): string =>
  chance.next() < 0.4
    ? chance.pick(hardNames)
    : `${chance.pick(['index', 'mail', 'data', 'log'])}.${chance.between(1, 40)}`;

/** Targets of symbolic links, none of which may be followed. */
export const someTarget = (chance: Seeded): string =>
  chance.pick([
    '/etc/passwd',
    '..',
    '.',
    '/',
    'not there',
    '../../../../../..',
    `${'t'.repeat(200)}/${'u'.repeat(200)}`,
    someName(chance),
  ]);
