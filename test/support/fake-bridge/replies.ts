import type { ReplySettings, ReplyTemplate } from '../../../src-main/contract/index.ts';
import {
  replyFields,
  replyLanguages,
  replySettings,
  strangeFields,
  ticketAddress,
} from '../../../src-main/contract/index.ts';
import { composeReply, exampleFacts, type ReplyFacts } from '../../../src-main/domain/reply.ts';
import { builtInTemplates } from '../../../src-main/domain/reply-words.ts';
import { type FakeHandlers, Refusal } from './refusal.ts';
import { restores } from './troubles.ts';

type Names = 'replies.get' | 'replies.set' | 'replies.choose' | 'replies.compose' | 'replies.preview';

/** Templates, and the facts of the restores done here; of those before only their texts are known. */
export function createReplies(ticketAddressSaid: string | undefined) {
  let settings: ReplySettings = replySettings.parse({ ticketAddress: ticketAddressSaid });
  let chosen = 'english';
  const known = new Map<string, ReplyFacts>();
  const templateOf = (id: string): ReplyTemplate =>
    [...builtInTemplates, ...settings.templates].find((one) => one.id === id) ?? builtInTemplates[0];
  const choice = () => ({
    settings,
    builtIn: [...builtInTemplates],
    chosen: templateOf(chosen).id,
    fields: replyFields,
    languages: [...replyLanguages],
  });

  const handlers: Pick<FakeHandlers, Names> = {
    'replies.get': choice,
    'replies.set': (wanted) => {
      const { error } = replySettings.safeParse(wanted);
      if (error)
        throw new Refusal({
          code: 'bad-input',
          message: error.issues.map(({ message }) => message).join('; '),
          details: {
            issues: error.issues.map(({ path, message }) => ({
              path: path
                .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
                .join('')
                .slice(1),
              message,
            })),
          },
        });
      settings = wanted;
      return choice();
    },
    'replies.choose': ({ template }) => {
      chosen = template;
      return choice();
    },
    'replies.compose': ({ restore, template = chosen }) => {
      const facts = known.get(restore);
      if (facts) return { ...composeReply(templateOf(template), facts, settings), template: templateOf(template).id };
      return { text: restores.find(({ id }) => id === restore)?.reply ?? '', left: [], commands: [] };
    },
    'replies.preview': ({ language, text, signature, ticketAddress: address }) => ({
      ...composeReply({ language, text }, exampleFacts, { signature, ticketAddress: address }),
      problems: strangeFields(text).map(({ line, field }) => `Line ${line}: there is no field {${field}}.`),
      ticketProblem: ticketAddress.optional().safeParse(address).error?.issues[0]?.message,
    }),
  };
  return {
    handlers,
    /** Notes what a restore brought, and gives its reply. */
    reply(restore: string, facts: ReplyFacts): string {
      known.set(restore, facts);
      return composeReply(templateOf(chosen), facts, settings).text;
    },
  };
}

export type Replies = ReturnType<typeof createReplies>;
