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
