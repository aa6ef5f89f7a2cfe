import { z } from 'zod';
import { query } from './declare.ts';

/** Where the digest goes, and when. The address is told by its host only: whoever has all of it can write there. */
export interface DigestSettings {
  host?: string | undefined;
  /** HH:MM in the fleet's time zone. */
  at: string;
  /** How the last one went. */
  last?: { at: string; sent: boolean; message: string } | undefined;
}

/** An https address of a webhook; a name and password in one would stand in a file and in a header. */
export const webhook = z
  .string()
  .max(2000)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' && url.username === '' && url.password === '';
  }, 'an address that begins with https:// and has no name or password in it');
export const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as HH:MM');
export const digestSettings = z.object({ url: webhook.optional(), at: timeOfDay });

const nothing = z.object({}).default({});
export const digestCommands = {
  'digest.get': query(nothing).returns<DigestSettings>(),
  /** Without `url` that stays as it is; '' sends none any more. */
  'digest.set': query(
    z.object({ url: z.union([webhook, z.literal('')]).optional(), at: timeOfDay }),
  ).returns<DigestSettings>(),
  /** Sends one now. */
  'digest.test': query(nothing).returns<{ host: string }>(),
  /** Sends today's, if its time has come and nobody with this data folder did. */
  'digest.due': query(nothing).returns<{ sent: boolean }>(),
};
