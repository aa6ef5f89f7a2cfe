import type { Channel, Link } from './link.ts';
import { inOneLine } from './said.ts';

/** The channel was not opened, so nothing was run, and trying again is safe. */
export class NotOpened extends Error {
  /** True where the machine is there but allows no further channel on this connection (MaxSessions of its sshd). */
  readonly tooMany: boolean;

  constructor(message: string, tooMany: boolean) {
    super(message);
    this.tooMany = tooMany;
  }
}

/**
 * Opens a channel and starts the command on it. `take` has to attach its listeners at once: a short command's output and
 * exit may come in the same packet as the channel, and events wait for nobody. Throws NotOpened.
 */
export const openCommand = <Taken>(
  link: Link,
  command: string,
  timeoutMs: number,
  take: (channel: Channel) => Taken | Promise<Taken>,
): Promise<Taken> => opened(link, timeoutMs, (callback) => link.openCommand(command, callback), take);

/**
 * Waits for a channel to open. A connection that doesn't even answer that, as after the computer slept, is ended:
 * keepalive would take a minute to notice.
 */
export function opened<Opened, Taken>(
  link: Link,
  timeoutMs: number,
  open: (callback: (error: (Error & { reason?: number | string }) | undefined, channel: Opened) => void) => void,
  take: (channel: Opened) => Taken | Promise<Taken>,
): Promise<Taken> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      link.end();
      reject(new NotOpened('it stopped answering', false));
    }, timeoutMs);
    try {
      open((error, channel) => {
        clearTimeout(timer);
        if (!error) return resolve(take(channel));
        const tooMany = link.isOpen() && typeof error.reason === 'number';
        reject(new NotOpened(inOneLine(error.message.replace(/^\(SSH\) /, '')), tooMany));
      });
    } catch (error) {
      clearTimeout(timer);
      reject(new NotOpened((error as Error).message, false));
    }
  });
}
