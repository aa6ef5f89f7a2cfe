/** What a backup.config says, case by case. The TypeScript parser and the sh one are both held to this table. */
export interface ConfigCase {
  name: string;
  text: string;
  backupdir?: string;
  server?: string;
  entries?: [line: number, path: string][];
  /** `line:code`, in order; of the TypeScript parser only. */
  problems?: string[];
}

const head = 'backupdir=/d\nserver=s\n';
const said = { backupdir: '/d', server: 's' };

export const configCases: ConfigCase[] = [
  {
    name: 'the file as staff write it',
    text: '#!/bin/sh\nbackupdir=/data/jail15\nserver=backup1\n\n## ENTRY /etc\n## ENTRY /mnt/data1/69.55.238.98-col00214-DIR/usr/home\n',
    backupdir: '/data/jail15',
    server: 'backup1',
    entries: [
      [5, '/etc'],
      [6, '/mnt/data1/69.55.238.98-col00214-DIR/usr/home'],
    ],
  },
  { name: 'nothing', text: '', problems: ['1:no-backupdir', '1:no-server'] },
  { name: 'CRLF', text: 'backupdir=/d\r\nserver=s\r\n## ENTRY /a b\r\n', ...said, entries: [[3, '/a b']] },
  { name: 'no final newline', text: `${head}## ENTRY /x`, ...said, entries: [[3, '/x']] },
  { name: 'CRLF, no final newline', text: 'backupdir=/d\r\nserver=s\r\n## ENTRY /x\r', ...said, entries: [[3, '/x']] },
  {
    name: 'blanks in and around a path',
    text: `${head}\t ##\t ENTRY \t/a  b\tc \t\n`,
    ...said,
    entries: [[3, '/a  b\tc']],
  },
  {
    name: 'slashes',
    text: 'backupdir=//d///e/\nserver=s\n## ENTRY //x///y//\n',
    backupdir: '/d/e',
    server: 's',
    entries: [[3, '/x/y']],
  },
  {
    name: 'the last one counts',
    text: 'backupdir=/a\nserver=s\nbackupdir=/b\nserver=t\n',
    backupdir: '/b',
    server: 't',
    problems: ['1:syntax', '2:syntax'],
  },
  {
    name: 'the last one counts, also where it can not be read',
    text: 'backupdir=/a\nserver=s\nbackupdir=$X\n',
    server: 's',
    problems: ['1:syntax', '3:syntax', '3:no-backupdir'],
  },
  { name: 'a server with a user', text: 'backupdir=/d\nserver=root@vault3\n', backupdir: '/d', server: 'root@vault3' },
  { name: 'and a port', text: 'backupdir=/d\nserver=root@vault3:2222\n', backupdir: '/d', server: 'root@vault3:2222' },
  { name: 'an address', text: 'backupdir=/d\nserver=root@2001:db8::1\n', backupdir: '/d', server: 'root@2001:db8::1' },
  ...[
    'vault3:',
    'vault3:ssh',
    'vault3:123456',
    '@vault3',
    'a@b@c',
    '-a@b',
    'root@',
    'root@-v',
    'x::y',
    ':22',
    '.a@b',
  ].map((server) => ({
    name: `no server: ${server}`,
    text: `backupdir=/d\nserver=${server}\n`,
    backupdir: '/d',
    problems: ['2:syntax', '2:no-server'],
  })),
  { name: 'single quotes', text: "backupdir='/a b$c'\nserver='s' # it\n", backupdir: '/a b$c', server: 's' },
  { name: 'double quotes', text: 'backupdir="/a \'b" \t# it\nserver="s"\n', backupdir: "/a 'b", server: 's' },
  {
    name: 'quotes that are not closed',
    text: 'backupdir="/a\nserver=\'s\n',
    problems: ['1:syntax', '1:no-backupdir', '2:syntax', '2:no-server'],
  },
  {
    name: 'quotes around a part',
    text: 'backupdir=/a"b"\nserver="s"x\n',
    problems: ['1:syntax', '1:no-backupdir', '2:syntax', '2:no-server'],
  },
  { name: 'comments after values', text: 'backupdir=/d#e # f\nserver=s\t#\n', backupdir: '/d#e', server: 's' },
  { name: 'blanks at the end', text: 'backupdir=/d \t\nserver=s \n', ...said },
  { name: 'blanks before', text: ' \tbackupdir=/d\n\texport  server=s\n', ...said },
  {
    name: 'a blank in a value',
    text: 'backupdir=/a b\nserver=s t\n',
    problems: ['1:syntax', '1:no-backupdir', '2:syntax', '2:no-server'],
  },
  {
    name: 'blanks around =',
    text: 'backupdir = /a\nserver= s\n',
    problems: ['1:syntax', '1:no-backupdir', '2:syntax', '2:no-server'],
  },
  {
    name: 'commands are not run',
    text: 'backupdir=$(touch /tmp/x)\nserver=`id`\n',
    problems: ['1:syntax', '1:no-backupdir', '2:syntax', '2:no-server'],
  },
  {
    name: 'commands in quotes are not run',
    text: 'backupdir="/$(id)"\nserver="\\s"\n',
    problems: ['1:syntax', '1:no-backupdir', '2:syntax', '2:no-server'],
  },
  {
    name: 'a second command on the line',
    text: 'backupdir=/d;server=s\n',
    problems: ['1:syntax', '1:no-backupdir', '1:no-server'],
  },
  { name: 'empty values', text: 'backupdir=\nserver=""\n', problems: ['1:no-backupdir', '2:no-server'] },
  {
    name: 'a server that ssh would take for an option',
    text: 'backupdir=/d\nserver=-oProxyCommand=id\n',
    backupdir: '/d',
    problems: ['2:syntax', '2:no-server'],
  },
  {
    name: 'a server with a user and dots',
    text: 'backupdir=/d\nserver=root@b1.example.com\n',
    backupdir: '/d',
    server: 'root@b1.example.com',
  },
  {
    name: 'backupdir that is not absolute',
    text: 'backupdir=data\nserver=s\n',
    server: 's',
    problems: ['1:not-absolute', '1:no-backupdir'],
  },
  {
    name: 'backupdir with ..',
    text: 'backupdir=/data/../etc\nserver=s\n',
    server: 's',
    problems: ['1:syntax', '1:no-backupdir'],
  },
  {
    name: 'backupdir that is the root',
    text: 'backupdir=//\nserver=s\n',
    server: 's',
    problems: ['1:syntax', '1:no-backupdir'],
  },
  {
    name: 'comments and lines nobody understands',
    text: `# ENTRY /a\n### ENTRY /b\n${head}x=y\nexport z="1"\nrm -fr /\nfi\n`,
    ...said,
    problems: ['7:syntax', '8:syntax'],
  },
  {
    name: 'nearly an entry',
    text: `${head}##ENTRY /a\n## entry /b\n## ENTRY\n## ENTRY \t\n## ENTRYs /c\n##  ENTRY:/d\n`,
    ...said,
    problems: ['3:syntax', '4:syntax', '5:syntax', '6:syntax', '8:syntax'],
  },
  {
    name: 'an entry that is not absolute',
    text: `${head}## ENTRY etc\n## ENTRY ~/x\n`,
    ...said,
    entries: [
      [3, 'etc'],
      [4, '~/x'],
    ],
    problems: ['3:not-absolute', '4:not-absolute'],
  },
  {
    name: 'entries with . and ..',
    text: `${head}## ENTRY /a/../b\n## ENTRY /a/.\n## ENTRY /a/..\n## ENTRY /.a/b..\n`,
    ...said,
    entries: [
      [3, '/a/../b'],
      [4, '/a/.'],
      [5, '/a/..'],
      [6, '/.a/b..'],
    ],
    problems: ['3:syntax', '4:syntax', '5:syntax'],
  },
  { name: 'the root', text: `${head}## ENTRY //\n`, ...said, entries: [[3, '/']], problems: ['3:syntax'] },
  {
    name: 'the same directory twice',
    text: `${head}## ENTRY /a\n## ENTRY /a/\n## ENTRY //a\n`,
    ...said,
    entries: [
      [3, '/a'],
      [4, '/a'],
      [5, '/a'],
    ],
    problems: ['4:duplicate', '5:duplicate'],
  },
  {
    name: 'a directory in another',
    text: `${head}## ENTRY /a/b/c\n## ENTRY /a/bb\n## ENTRY /a/b\n## ENTRY /a/b/d\n`,
    ...said,
    entries: [
      [3, '/a/b/c'],
      [4, '/a/bb'],
      [5, '/a/b'],
      [6, '/a/b/d'],
    ],
    problems: ['3:nested', '6:nested'],
  },
  {
    name: 'quotes in an entry are part of its path',
    text: `${head}## ENTRY "/a"\n## ENTRY /b'c"d $e \`f\` \\n *\n`,
    ...said,
    entries: [
      [3, '"/a"'],
      [4, '/b\'c"d $e `f` \\n *'],
    ],
    problems: ['3:not-absolute'],
  },
  {
    name: 'bytes that are not UTF-8',
    text: `${head}## ENTRY /a\uDCFF\uDC80/\u00E9\n`,
    ...said,
    entries: [[3, '/a\uDCFF\uDC80/\u00E9']],
  },
  { name: 'a byte order mark', text: '\uFEFFbackupdir=/d\nserver=s\n', ...said },
  { name: 'CR within a line', text: `${head}## ENTRY /a\rb\r\r\n`, ...said, entries: [[3, '/a\rb\r']] },
];
