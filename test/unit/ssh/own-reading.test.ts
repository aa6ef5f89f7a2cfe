import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../../src-main/ssh/settings/own-reading.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** What the reader of our own makes of a configuration for the machine `host`. */
function read(text: string, files: Record<string, string> = {}, asked: { user?: string } = {}) {
  const folder = tempFolder();
  for (const [name, more] of Object.entries(files)) writeFileSync(join(folder, name), more.replaceAll('HERE', folder));
  const path = join(folder, 'config');
  writeFileSync(path, text.replaceAll('HERE', folder));
  return Object.fromEntries(readConfiguration(path, folder, { name: 'host', user: asked.user, port: undefined }));
}

describe("a configuration, read without OpenSSH's client", () => {
  it.each([
    ['the first value counts', 'Host host\nPort 1\nHost *\nPort 2\nUser a\n', { port: ['1'], user: ['a'] }],
    ['patterns and negations', 'Host h* !host\nPort 1\nHost h?s*\nPort 2\n', { port: ['2'] }],
    [
      '= and quotes, in any case',
      'HOST "host"\n  hostName=%h.x\nIDENTITYFILE "/a b/k"\n',
      { hostname: ['host.x'], identityfile: ['/a b/k'] },
    ],
    ['keys add up', 'IdentityFile a\nHost host\nIdentityFile b\n', { identityfile: ['a', 'b'] }],
    ['comments are none', '# Port 1\nPort 2\n', { port: ['2'] }],
    ['Match all', 'Match all\nPort 2\n', { port: ['2'] }],
    [
      'Match originalhost, negated',
      'Match originalhost h* !originalhost host\nPort 1\nMatch !originalhost x\nPort 2\n',
      { port: ['2'] },
    ],
    [
      'Match host counts what HostName says',
      'HostName 10.0.0.7\nMatch host 10.0.*\nPort 2\nMatch host host\nPort 3\n',
      { hostname: ['10.0.0.7'], port: ['2'] },
    ],
    ['Match user, negated', 'Match !user bob\nPort 2\n', { port: ['2'] }],
    ['a command is its whole line', 'ProxyCommand nc -X 5 "%h" %p # %%\n', { proxycommand: ['nc -X 5 "%h" %p # %%'] }],
  ])('%s', (_name, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('keeps an included file in the section it stands in, and goes on in that', () => {
    const files = { one: 'Host *\nPort 1\nInclude HERE/two\n', two: 'User a\n' };
    expect(read('Host other\nInclude HERE/one\nHost host\nPort 2\n', files)).toEqual({ port: ['2'] });
    expect(read('Host host\nInclude o*\nUser b\n', files)).toEqual({ port: ['1'], user: ['a'] });
  });

  it('counts the user that was asked for', () => {
    expect(read('Match user bob\nPort 2\n', {}, { user: 'bob' })).toEqual({ port: ['2'] });
    expect(read('Match user bob\nPort 2\n', {}, { user: 'anna' })).toEqual({});
  });

  it.each([
    'Match exec "true"',
    'Match !exec "true"',
    'Match final',
    'Match localnetwork 10.0.0.0/8',
    'CanonicalizeHostname yes',
  ])('refuses %s by file and line, rather than to drop it', (line) => {
    expect(() => read(`Host host\nPort 2\n${line}\n`)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: expect.stringMatching(/line 3 of .*config .*can't be honoured here.*Install OpenSSH's client/),
      }),
    );
  });

  it('does not mind such a line in a section that is not for the machine', () => {
    expect(read('Host other\nInclude HERE/one\nHost host\nPort 2\n', { one: 'Match exec "true"\n' })).toEqual({
      port: ['2'],
    });
  });

  it('takes a file apart once for many machines, and anew where it changed', () => {
    const path = join(tempFolder(), 'config');
    const count = 1000;
    const config = (from: number) =>
      Array.from({ length: count }, (_, index) => `Host a${index}\n  Port ${from + index}\n`).join('');
    const portOf = (name: string) =>
      readConfiguration(path, '', { name, user: undefined, port: undefined }).get('port');
    writeFileSync(path, config(1000));
    const { user } = process.cpuUsage();
    for (let index = 0; index < count; index++) expect(portOf(`a${index}`)).toEqual([String(1000 + index)]);
    // A second of processor time, where to take it apart for each took five.
    expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(2.5);
    writeFileSync(path, config(2000));
    expect(portOf('a7')).toEqual(['2007']);
  });
});
