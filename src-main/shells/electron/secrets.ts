import type { SafeStorage } from 'electron';
import { z } from 'zod';
import type { Secrets, Settings } from '../../ports.ts';

const stored = z.record(z.string(), z.string());

type Storage = Pick<
  SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
>;

/**
 * Passphrases that the user wants remembered, encrypted by the system's key store. Where there is none, or only the
 * fixed key that Chromium calls basic_text, nothing is kept and the user is told: such a file is as good as plain text.
 */
export function createSecrets(
  safeStorage: Storage,
  settings: Pick<Settings, 'read' | 'write'>,
  platform: NodeJS.Platform,
): Secrets {
  const all = () => stored.safeParse(settings.read('secrets')).data ?? {};
  const unsafe = (): string | undefined => {
    if (!safeStorage.isEncryptionAvailable()) return 'this system has no key store, so the passphrase was not kept';
    // Only asked on Linux: elsewhere the system's own store is the only one there is.
    if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') {
      return 'this desktop has no keyring, so the passphrase was not kept';
    }
    return undefined;
  };
  return {
    remember(machine, passphrase) {
      const warning = unsafe();
      if (warning) return { remembered: false, warning };
      settings.write('secrets', { ...all(), [machine]: safeStorage.encryptString(passphrase).toString('base64') });
      return { remembered: true };
    },
    known() {
      if (unsafe()) return [];
      return Object.entries(all()).flatMap(([machine, encrypted]) => {
        try {
          return [{ machine, passphrase: safeStorage.decryptString(Buffer.from(encrypted, 'base64')) }];
        } catch {
          // Encrypted by another account or machine: the user is asked again.
          return [];
        }
      });
    },
  };
}
