import { describe, expect, it } from 'vitest';
import { parseAddress, sshTarget } from '../../../src-main/contract/index.ts';

describe('an address as people write it', () => {
  it.each([
    ['jail15', { host: 'jail15' }],
    [' jail15.example.com\n', { host: 'jail15.example.com' }],
    ['root@jail15', { host: 'jail15', user: 'root' }],
    ['DOMAIN\\anna@jail15', { host: 'jail15', user: 'DOMAIN\\anna' }],
    ['jail15:2222', { host: 'jail15', port: 2222 }],
    ['root@jail15:2222', { host: 'jail15', user: 'root', port: 2222 }],
    ['::1', { host: '::1' }],
    ['[::1]', { host: '::1' }],
    ['root@[fe80::1%eth0]:22', { host: 'fe80::1%eth0', user: 'root', port: 22 }],
    ['ssh://root@jail15:2222/', { host: 'jail15', user: 'root', port: 2222 }],
    ['ssh://[::1]:22', { host: '::1', port: 22 }],
  ])('%j is understood', (text, address) => {
    expect(parseAddress(text)).toEqual(address);
    expect(sshTarget.parse({ host: text })).toEqual(address);
  });

  it.each([
    '',
    ' ',
    'two words',
    '-oProxyCommand=reboot',
    'root@-jail15',
    '-l@jail15',
    'jail15;reboot',
    '$(reboot)',
    '`reboot`',
    'a|b',
    "jail'15",
    'root;x@jail15',
    '$USER@jail15',
    'jail15:0',
    'jail15:65536',
    'jail15:ssh',
    '[::1',
    'http://jail15',
    'jail15/path',
  ])('%j is refused where it is typed', (text) => {
    expect(parseAddress(text)).toBeUndefined();
    expect(sshTarget.safeParse({ host: text }).success).toBe(false);
  });

  it('takes what stands twice only where it is the same', () => {
    expect(sshTarget.parse({ host: 'root@jail15:22', user: 'root', port: 22 })).toEqual({
      host: 'jail15',
      user: 'root',
      port: 22,
    });
    const { error } = sshTarget.safeParse({ host: 'root@jail15', user: 'anna' });
    expect(error?.issues).toMatchObject([{ path: ['host'], message: expect.stringContaining('user') }]);
    expect(sshTarget.safeParse({ host: 'jail15', user: '-oProxyCommand=x' }).success).toBe(false);
  });
});
