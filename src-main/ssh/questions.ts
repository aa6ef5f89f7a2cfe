import { inLines, inOneLine } from './said.ts';

/** What a machine asks before it lets somebody in, such as a password or the code of a second factor. */
export interface Question {
  machine: string;
  name?: string;
  instructions?: string;
  prompts: { text: string; echo: boolean }[];
  /** The answer before this was wrong. */
  again: boolean;
}

/** Puts the question to the person; undefined where nobody answers it. What is answered is kept nowhere. */
export type Ask = (question: Question) => Promise<string[] | undefined>;

/** No login has more. */
export const MOST_PROMPTS = 16;
const LONGEST = 2000;

/** The question as a person may be shown it; undefined where nobody could answer it. */
export function shownQuestion(question: Question): Question | undefined {
  const { name, instructions, prompts } = question;
  if (prompts.length > MOST_PROMPTS) return undefined;
  return {
    ...question,
    ...(name === undefined ? {} : { name: inOneLine(name) }),
    ...(instructions === undefined ? {} : { instructions: inLines(instructions, LONGEST) }),
    prompts: prompts.map(({ text, echo }) => ({ text: inLines(text, LONGEST), echo })),
  };
}
