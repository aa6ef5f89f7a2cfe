import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { NightkeepError } from '../contract/index.ts';

/** What a list in OpenSSH's binary format (KRL) begins with; all others have a public key a line. */
const KRL = Buffer.from('SSHKRL\n\0', 'latin1');

/**
 * Whether a file that RevokedHostKeys names has the key. Throws permission-denied where that can't be told: as with ssh,
 * no machine is then spoken to.
 */
export async function isRevoked(file: string, blob: Buffer, type: string): Promise<boolean> {
  try {
    const list = await readFile(file);
    const base64 = blob.toString('base64');
    if (!list.subarray(0, KRL.length).equals(KRL)) return list.toString('latin1').split(/\s+/).includes(base64);
    return await askSshKeygen(file, `${type} ${base64}\n`);
  } catch (error) {
    throw new NightkeepError(
      'permission-denied',
      `The list of revoked host keys, ${file} (RevokedHostKeys), can't be read: ${(error as Error).message}. No machine is spoken to without it.`,
      { path: file },
    );
  }
}

/** `ssh-keygen -Q` exits with 0 where the key is not revoked, and with 1 and a word where it is. */
function askSshKeygen(file: string, publicKey: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = execFile('ssh-keygen', ['-Q', '-f', file, '/dev/stdin'], (error, stdout) => {
      if (!error) resolve(false);
      else if (/REVOKED/.test(stdout)) resolve(true);
      else reject(error);
    });
    child.stdin?.end(publicKey);
  });
}
