import {
  issuesInWords,
  issuesOf,
  NightkeepError,
  type ReplyChoice,
  type ReplySettings,
  type ReplyTemplate,
  replyFields,
  replyLanguages,
  replySettings,
  strangeFields,
  ticketAddress as ticketAddressSchema,
} from '../../contract/index.ts';
import { composeReply, exampleFacts, type ReplyFacts } from '../../domain/reply.ts';
import { builtInTemplates } from '../../domain/reply-words.ts';
import { readActions } from '../activity.ts';
import type { Handlers } from '../feature.ts';
import type { RestoreDeps } from './deps.ts';
import { factsOf } from './told.ts';

type Deps = Pick<RestoreDeps, 'settings'>;

const noSettings = (): ReplySettings => replySettings.parse({});

/** Those of the settings file. Throws bad-input where they are not right: they are somebody's work, to be put right by hand. */
function read({ settings }: Deps): ReplySettings {
  const parsed = replySettings.safeParse(settings.read('replies') ?? {});
  if (parsed.success) return parsed.data;
  const issues = issuesInWords(issuesOf(parsed.error));
  throw new NightkeepError('bad-input', `config.json: what it has under "replies" is not right: ${issues}`);
}

const allOf = ({ templates }: ReplySettings): ReplyTemplate[] => [...builtInTemplates, ...templates];

/** The one named, or used last; where it is gone, the first that comes with Nightkeep. */
function templateOf({ settings }: Deps, all: ReplySettings, id = settings.read('replyTemplate')): ReplyTemplate {
  return allOf(all).find((one) => one.id === id) ?? builtInTemplates[0];
}

interface Wording extends ReplySettings {
  template: ReplyTemplate;
}

/** A restore that is done has its reply, whatever the settings are like. */
function wording(deps: Deps, id?: string): Wording {
  try {
    const all = read(deps);
    return { ...all, template: templateOf(deps, all, id) };
  } catch {
    return { ...noSettings(), template: builtInTemplates[0] };
  }
}

/** The reply by the template used last. */
export function usualReply(deps: Deps, facts: ReplyFacts): string {
  const used = wording(deps);
  return composeReply(used.template, facts, used).text;
}

export function createRepliesFeature(
  deps: RestoreDeps,
): Handlers<'replies.get' | 'replies.set' | 'replies.choose' | 'replies.compose' | 'replies.preview'> {
  const { settings } = deps;
  const choice = (): ReplyChoice => {
    const all = read(deps);
    return {
      settings: all,
      builtIn: [...builtInTemplates],
      chosen: templateOf(deps, all).id,
      fields: replyFields,
      languages: [...replyLanguages],
    };
  };
  return {
    'replies.get': choice,

    'replies.set': (wanted) => {
      if (wanted.templates.some(({ id }) => builtInTemplates.some((one) => one.id === id)))
        throw new NightkeepError('bad-input', 'a template that comes with Nightkeep stays as it is: make a copy of it');
      // Reading first: what is wrong there holds someone's work, so it is never written over.
      read(deps);
      settings.write('replies', JSON.parse(JSON.stringify(wanted)));
      return choice();
    },

    'replies.choose': ({ template }) => {
      if (!allOf(read(deps)).some(({ id }) => id === template))
        throw new NightkeepError('not-found', 'that template is not there any more');
      settings.write('replyTemplate', template);
      return choice();
    },

    async 'replies.compose'({ restore, template }) {
      const lines = (await readActions(deps)).filter(
        ({ action }) => action.action === 'restore' && action.restore === restore,
      );
      const [first] = lines;
      if (!first) throw new NightkeepError('not-found', `no server knows of the restore ${restore}`);
      const facts = factsOf(lines);
      if (!facts) return { text: first.action.reply ?? '', left: [], commands: [] };
      const used = wording(deps, template);
      return { ...composeReply(used.template, facts, used), template: used.template.id };
    },

    'replies.preview': ({ language, text, signature, ticketAddress }) => {
      const address = ticketAddressSchema.optional().safeParse(ticketAddress);
      return {
        ...composeReply({ language, text }, exampleFacts, { signature, ticketAddress: address.data }),
        problems: strangeFields(text).map(({ line, field }) => `Line ${line}: there is no field {${field}}.`),
        ticketProblem: address.error?.issues[0]?.message,
      };
    },
  };
}
