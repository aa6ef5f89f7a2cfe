import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSettings } from '../../../../src-main/ports.ts';
import { createSecrets } from '../../../../src-main/shells/electron/secrets.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

function setUp({
  available = true,
  backend = 'gnome_libsecret',
  platform = 'linux' as NodeJS.Platform,
  home = tempFolder(),
} = {}) {
  const storage = {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend as 'basic_text',
    encryptString: (text: string) => Buffer.from(text.split('').reverse().join('')),
    decryptString: (bytes: Buffer) => {
      const text = bytes.toString().split('').reverse().join('');
      if (text.includes('\ufffd')) throw new Error('not ours');
      return text;
    },
  };
  const settings = openSettings(home);
  return { secrets: createSecrets(storage, settings, platform), settings, home };
}

test('a passphrase is kept encrypted, and known at the next start', () => {
  const { secrets, home } = setUp();
  expect(secrets.remember('jail15', 'moonlight')).toEqual({ remembered: true });
  expect(secrets.remember('backup1', 'starlight')).toEqual({ remembered: true });
  expect(readFileSync(join(home, 'config.json'), 'utf8')).not.toMatch(/moonlight|starlight/);
  expect(setUp({ home }).secrets.known()).toEqual([
    { machine: 'jail15', passphrase: 'moonlight' },
    { machine: 'backup1', passphrase: 'starlight' },
  ]);
});

describe('without a key store worth its name', () => {
  test.each([
    ['none', { available: false }],
    ['basic_text', { backend: 'basic_text' }],
  ])('nothing is kept, and the user is told: %s', (_, options) => {
    const { secrets, settings } = setUp(options);
    expect(secrets.remember('jail15', 'moonlight')).toEqual({
      remembered: false,
      warning: expect.stringContaining('not kept'),
    });
    expect(settings.read('secrets')).toBeUndefined();
    expect(secrets.known()).toEqual([]);
  });

  test('elsewhere than on Linux there is only the system’s own', () => {
    expect(
      setUp({ backend: 'basic_text', platform: 'darwin' }).secrets.remember('jail15', 'moonlight').remembered,
    ).toBe(true);
  });
});

test('what can’t be decrypted, or is no record of secrets, is passed over', () => {
  const { secrets, settings } = setUp();
  secrets.remember('jail15', 'moonlight');
  settings.write('secrets', { ...(settings.read('secrets') as object), old: Buffer.from([0xff]).toString('base64') });
  expect(secrets.known()).toEqual([{ machine: 'jail15', passphrase: 'moonlight' }]);
  settings.write('secrets', ['x']);
  expect(secrets.known()).toEqual([]);
});
