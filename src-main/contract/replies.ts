import { z } from 'zod';
import { query } from './declare.ts';

/** Those in which dates, sizes and what is in a tarball can be said. */
export const replyLanguages = ['en', 'de', 'fr', 'es'] as const;
export type ReplyLanguage = (typeof replyLanguages)[number];

/** What a template may name, each with what stands for it. Filled only from what was verified. */
export const replyFields = {
  customer: 'the customer’s id',
  nights: 'the dates of the nights',
  where: '“your system”, or “your 2 systems, a file on each”',
  host: 'the host of a tarball; its line is left out where there is only one',
  path: 'where the tarball lies, as the customer sees it',
  size: 'how large it is',
  contents: 'what is in it, night by night',
  command: 'the command that unpacks it beside what is there',
  commandHint: 'what else that command can be told where tar is GNU’s',
  checksum: 'the command that tells its SHA-256',
  sha256: 'its SHA-256',
  heldUntil: 'until when the copies are kept',
  ticket: 'the ticket’s number',
  ticketLink: 'the address of the ticket',
  signature: 'the signature; its line is left out where there is none',
} as const;
export type ReplyField = keyof typeof replyFields;

/** A word in braces. Any other brace is only a brace: `${x}` of a shell is none of ours, and `{}` neither. */
const FIELD = /(?<!\$)\{([A-Za-z][A-Za-z0-9_]*)\}/g;

/** Fields that there are not, and the lines they stand in. */
export function strangeFields(text: string): { line: number; field: string }[] {
  return text
    .split('\n')
    .flatMap((words, index) =>
      [...words.matchAll(FIELD)]
        .map(([, field = '']) => ({ line: index + 1, field }))
        .filter(({ field }) => !Object.hasOwn(replyFields, field)),
    );
}

const id = z.string().regex(/^[A-Za-z0-9._-]{1,128}$/);
const language = z.enum(replyLanguages);
const templateText = z
  .string()
  .min(1, 'a text')
  .max(20_000)
  .superRefine((text, context) => {
    for (const { line, field } of strangeFields(text))
      context.addIssue({ code: 'custom', message: `line ${line}: there is no field {${field}}` });
  });

export const replyTemplate = z.object({
  id,
  name: z.string().trim().min(1, 'a name').max(80),
  language,
  text: templateText,
});
export type ReplyTemplate = z.infer<typeof replyTemplate>;

/** Https, `{ticket}` once and not in the machine's name, nobody's password: what it opens is told by the part before. */
export const ticketAddress = z
  .string()
  .max(500)
  .refine((pattern) => {
    const [one, other] = ['1', '2'].map((ticket) => URL.parse(pattern.replace('{ticket}', ticket)));
    return (
      pattern.split('{ticket}').length === 2 &&
      one?.protocol === 'https:' &&
      one.host === other?.host &&
      one.href !== other.href &&
      !one.username &&
      !one.password
    );
  }, 'an address such as https://tickets.example.com/{ticket}');

const signature = z.string().max(2000);

/** `signature` is empty, and `ticketAddress` not there, where nothing was said. */
export const replySettings = z.object({
  templates: z
    .array(replyTemplate)
    .max(50)
    .refine((all) => new Set(all.map((one) => one.id)).size === all.length, 'two templates have the same id')
    .default([]),
  signature: signature.default(''),
  ticketAddress: ticketAddress.optional(),
});
export type ReplySettings = z.infer<typeof replySettings>;

/** A line of a template that is not in the reply, since this restore has no fact for a field of it. */
export interface LeftOut {
  line: string;
  fields: string[];
}

export interface ComposedReply {
  text: string;
  left: LeftOut[];
  /** What unpacks each tarball. */
  commands: { host: string; command: string }[];
  /** It tells of a folder, which no template does: only its language is the template's. */
  unpacked?: boolean | undefined;
  /** The same, of what was put in place. */
  inPlace?: boolean | undefined;
  /** Which template it was made by; none where the restore's facts were not noted, and its text is as it was then. */
  template?: string | undefined;
}

export interface ReplyChoice {
  settings: ReplySettings;
  /** Those that come with Nightkeep. */
  builtIn: ReplyTemplate[];
  /** The id of the one that was used last. */
  chosen: string;
  fields: Record<string, string>;
  languages: string[];
}

export const replyCommands = {
  'replies.get': query(z.object({}).default({})).returns<ReplyChoice>(),
  'replies.set': query(replySettings).returns<ReplyChoice>(),
  /** The template of this and of further replies. */
  'replies.choose': query(z.object({ template: id })).returns<ReplyChoice>(),
  /** The reply of a restore that was done; by the template used last, where none is named. */
  'replies.compose': query(z.object({ restore: id, template: id.optional() })).returns<ComposedReply>(),
  /** A template that is being written, on facts of an example. Unknown fields are told, not refused. */
  'replies.preview': query(
    z.object({ language, text: z.string().max(20_000), signature, ticketAddress: z.string().max(500).optional() }),
  ).returns<Omit<ComposedReply, 'template'> & { problems: string[]; ticketProblem?: string | undefined }>(),
} as const;
