import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type KeyText, readKey } from './key-formats.ts';

interface Locked {
  unlock: { text: Uint8Array; passphrase: string; file: string };
}

/**
 * Reads a locked key by its passphrase in a thread of its own: to make that slow is what bcrypt is for, and each of its
 * rounds would stop the app for a while. Where no thread can be had, it is done in this one.
 */
export async function unlockKey(text: Buffer, passphrase: string, file: string): Promise<KeyText> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { unlock: { text, passphrase, file } } satisfies Locked,
    execArgv: [],
    env: {},
  });
  try {
    return await new Promise<KeyText>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the thread ended')));
    });
  } catch {
    return readKey(text, passphrase, file);
  } finally {
    await worker.terminate();
  }
}

const given = (isMainThread ? undefined : workerData) as Partial<Locked> | undefined;
if (given?.unlock) {
  const { text, passphrase, file } = given.unlock;
  parentPort?.postMessage(readKey(Buffer.from(text), passphrase, file));
}
