import { randomUUID } from 'node:crypto';
import { type MachineQuestion, NightkeepError } from '../contract/index.ts';
import type { Ask } from '../ssh/questions.ts';
import type { Handlers, Publish } from './feature.ts';

/** sshd gives up on a login after two minutes (LoginGraceTime), and an answer has to reach it before. */
const OPEN_MS = 100_000;

export interface QuestionsDeps {
  publish: Publish;
  now: () => Date;
}

/** Questions of machines that are open, oldest first. An answer goes to its machine and is kept nowhere. */
export function createQuestions({ publish, now }: QuestionsDeps) {
  const open = new Map<string, { question: MachineQuestion; settle: (answers: string[] | undefined) => void }>();

  const ask: Ask = ({ machine, name, instructions, prompts, again }) =>
    new Promise((resolve) => {
      const id = randomUUID();
      const until = new Date(now().getTime() + OPEN_MS).toISOString();
      const settle = (answers: string[] | undefined) => {
        clearTimeout(timer);
        open.delete(id);
        resolve(answers);
        publish('question.closed', { id });
      };
      const timer = setTimeout(() => settle(undefined), OPEN_MS);
      timer.unref();
      const question = { id, machine, name, instructions, prompts, again, until };
      open.set(id, { question, settle });
      publish('question.asked', question);
    });

  const handlers: Handlers<'questions.pending' | 'questions.answer'> = {
    'questions.pending': () => ({ questions: [...open.values()].map(({ question }) => question) }),
    'questions.answer': ({ id, answers }) => {
      const asked = open.get(id);
      if (!asked)
        throw new NightkeepError(
          'not-found',
          'That question is not open any more. Open the machine again to be asked anew.',
          { id },
        );
      const wanted = asked.question.prompts.length;
      if (answers && answers.length !== wanted) {
        throw new NightkeepError(
          'bad-input',
          `${asked.question.machine} asks for ${wanted} answers, and not ${answers.length}.`,
          { id },
        );
      }
      asked.settle(answers);
      return { id };
    },
  };

  return {
    ask,
    handlers,
    /** Nobody answers any more. */
    close: () => {
      for (const { settle } of [...open.values()]) settle(undefined);
    },
  };
}
