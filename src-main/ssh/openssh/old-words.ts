import { execFile } from 'node:child_process';
import { old } from '../algorithms.ts';

/** The words that allow what machines of 2013 and before speak, of all that this OpenSSH still has. */
export async function oldWords(program: string): Promise<Record<string, string>> {
  // A name that it doesn't have is an error to ssh; of signatures it takes patterns.
  const has = async (question: string, names: readonly string[]) => {
    const known = new Set(await ask(program, question));
    return `+${names.filter((name) => known.has(name)).join(',')}`;
  };
  const words = {
    KexAlgorithms: await has('kex', old.kex),
    Ciphers: await has('cipher', old.ciphers),
    MACs: await has('mac', old.macs),
    HostKeyAlgorithms: '+ssh-rsa*,ssh-ds*',
    PubkeyAcceptedAlgorithms: '+ssh-rsa*,ssh-ds*',
  };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== '+'));
}

const ask = (program: string, question: string): Promise<string[]> =>
  new Promise((resolve) => {
    execFile(program, ['-Q', question], (error, stdout) => resolve(error ? [] : stdout.trim().split('\n')));
  });
