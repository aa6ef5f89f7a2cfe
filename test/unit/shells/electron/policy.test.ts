import { describe, expect, test } from 'vitest';
import {
  confine,
  confineAll,
  denyPermissions,
  externalHosts,
  openableOutside,
} from '../../../../src-main/shells/electron/policy.ts';
import { electronDouble, FakeContents } from '../../../support/electron-double.ts';

const page = 'app://nightkeep/index.html';

describe('permissions', () => {
  const { module, permissions } = electronDouble();
  denyPermissions(module.session.defaultSession);
  const requested = (permission: string, requestingUrl: string) => {
    let answer: boolean | undefined;
    const decide = (allowed: boolean) => {
      answer = allowed;
    };
    permissions.request?.(null as never, permission as never, decide, { requestingUrl, isMainFrame: true });
    return answer;
  };
  const checked = (permission: string, origin: string) =>
    permissions.check?.(null, permission as never, origin, { requestingUrl: origin, isMainFrame: true });

  test.each([
    'media',
    'geolocation',
    'notifications',
    'midi',
    'pointerLock',
    'fullscreen',
    'openExternal',
    'clipboard-read',
    'hid',
    'usb',
    'unknown',
  ])('%s is denied when asked and when checked', (permission) => {
    expect(requested(permission, page)).toBe(false);
    expect(checked(permission, 'app://nightkeep')).toBe(false);
  });

  test('our page may write to the clipboard, no other may', () => {
    expect(requested('clipboard-sanitized-write', page)).toBe(true);
    expect(checked('clipboard-sanitized-write', 'app://nightkeep/')).toBe(true);
    expect(requested('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    expect(checked('clipboard-sanitized-write', 'https://evil.example')).toBe(false);
    expect(checked('clipboard-sanitized-write', '')).toBe(false);
  });

  test('no device', () => {
    expect(permissions.device?.({} as never)).toBe(false);
  });
});

describe('contents', () => {
  function confined() {
    const contents = new FakeContents();
    const opened: string[] = [];
    confine(
      contents as never,
      (address) => opened.push(address),
      () => ['tickets.example.com'],
    );
    return { contents, opened };
  }

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'] as const)(
    '%s is prevented',
    (event) => {
      expect(confined().contents.wasPrevented(event)).toBe(true);
    },
  );

  test.each([page, 'https://example.com/', 'javascript:alert(1)', 'file:///etc/passwd', 'about:blank', ''])(
    'no window for %j',
    (url) => {
      const { contents, opened } = confined();
      expect(contents.opens(url)).toEqual({ action: 'deny' });
      expect(opened).toEqual([]);
    },
  );

  test('the address of a ticket is opened outside, and no window for it', () => {
    const { contents, opened } = confined();
    expect(contents.opens('https://tickets.example.com/48213')).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://tickets.example.com/48213']);
  });

  test('all that are ever created are confined', () => {
    const { module, app } = electronDouble();
    confineAll(
      module.app,
      () => {},
      () => [],
    );
    const contents = new FakeContents();
    app.emit('web-contents-created', {}, contents);
    expect(contents.wasPrevented('will-navigate')).toBe(true);
    expect(contents.opens(page)).toEqual({ action: 'deny' });
  });
});

describe('what may be opened outside', () => {
  const hosts = ['docs.example.com'];

  test('https of an allowed host', () => {
    expect(openableOutside('https://docs.example.com/a?b#c', hosts)).toBe('https://docs.example.com/a?b#c');
  });

  test.each([
    'http://docs.example.com/',
    'https://docs.example.com.evil.example/',
    'https://evil.example/docs.example.com',
    'https://docs.example.com@evil.example/',
    'https://user:word@docs.example.com/',
    'https://docs.example.com:8443/',
    'javascript:alert(1)//docs.example.com',
    'file://docs.example.com/etc/passwd',
    'smb://docs.example.com/share',
    'ms-settings:docs.example.com',
    'docs.example.com',
    '',
  ])('%j is not', (address) => {
    expect(openableOutside(address, hosts)).toBeUndefined();
  });

  test.each([
    ['https://tickets.example.com:8443/find?id={ticket}', ['tickets.example.com:8443']],
    ['http://tickets.example.com/{ticket}', []],
    ['https://{ticket}.example.com/', []],
    [undefined, []],
  ])('of the settings %j the hosts %j are', (ticketAddress, allowed) => {
    expect(externalHosts({ read: () => ({ ticketAddress }) })).toEqual(allowed);
  });

  test('no host is allowed by settings that are not there, or can’t be read', () => {
    expect(externalHosts({ read: () => undefined })).toEqual([]);
    const broken = () => {
      throw new Error('config.json is no JSON');
    };
    expect(externalHosts({ read: broken })).toEqual([]);
  });
});
