import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';

/** A browser that starts cold takes some seconds to come. */
const LASTS_MS = 120_000;
const OWNER_ONLY = 0o600;

/**
 * A way in that is good once and for a short time, in a file that only its owner can read. The program that opens the
 * browser is given the file's name: what stands in its arguments any user of this machine can read.
 */
export interface Opening {
  /** Takes the code; true the first time, while it lasts. */
  take(isCode: (code: string) => boolean): boolean;
  /** Takes the file away. */
  end(): void;
}

/** `addressOf` gives the address that a code opens. Throws where the file is there already. */
export function writeOpening(file: string, addressOf: (code: string) => string): Opening {
  let code: string | undefined = randomBytes(32).toString('base64url');
  // Exclusively, so that it is nobody else's file and no symlink.
  writeFileSync(file, redirectTo(addressOf(code)), { flag: 'wx', mode: OWNER_ONLY });
  const end = () => {
    code = undefined;
    clearTimeout(timer);
    rmSync(file, { force: true });
  };
  const timer = setTimeout(end, LASTS_MS).unref();
  return {
    take(isCode) {
      if (code === undefined || !isCode(code)) return false;
      end();
      return true;
    },
    end,
  };
}

/** A page that goes on to an address by itself: where scripts don't run too. */
export const redirectTo = (address: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="referrer" content="no-referrer">
    <meta http-equiv="refresh" content="0; url=${address}">
    <title>Opening Nightkeep</title>
  </head>
  <body><p><a href="${address}">Open Nightkeep</a></p></body>
</html>
`;
