import { request } from 'node:https';
import { NightkeepError } from '../../contract/index.ts';

export interface PostOptions {
  /** Milliseconds from the first byte of the connection to the answer's head. */
  within?: number;
  /** Whom to trust, instead of those that the system does. */
  ca?: string;
}

const WITHIN_MS = 15_000;

/**
 * Sends JSON to a webhook. Follows no redirect, and reads nothing of the answer but whether it was taken. What is thrown
 * names the host: the rest of the address lets whoever has it write there.
 */
export function postJson(address: string, body: unknown, { within = WITHIN_MS, ca }: PostOptions = {}): Promise<void> {
  const url = new URL(address);
  const text = JSON.stringify(body);
  const signal = AbortSignal.timeout(within);
  return new Promise((resolve, reject) => {
    const fail = (code: 'unreachable' | 'timed-out' | 'program-failed', what: string) =>
      reject(new NightkeepError(code, `${url.host} ${what}`));
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const sending = request(
      url,
      { method: 'POST', headers, signal, agent: false, ...(ca ? { ca } : {}) },
      (response) => {
        response.destroy();
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) resolve();
        else if (statusCode >= 300 && statusCode < 400)
          fail('program-failed', `leads elsewhere (${statusCode}), which is not followed: enter where it leads to`);
        else fail('program-failed', `did not take it: it answered ${statusCode}`);
      },
    );
    sending.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) fail('timed-out', `did not answer within ${within / 1000} s`);
      else fail('unreachable', `can’t be reached: ${error.code ?? 'the connection broke'}`);
    });
    sending.end(text);
  });
}
