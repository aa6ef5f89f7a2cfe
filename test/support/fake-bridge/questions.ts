import type { MachineQuestion } from '../../../src-main/contract/index.ts';
import type { FakeHandlers } from './refusal.ts';
import type { World } from './world.ts';

/** What is right to answer. */
const code = '123456';

const secondFactor: MachineQuestion = {
  id: 'q1',
  machine: 'jail15',
  instructions: 'Enter the code of your authenticator app.',
  prompts: [{ text: 'Verification code: ', echo: false }],
  again: false,
  until: '2013-03-01T18:01:40Z',
};

/** A machine that asks for a second factor, until the answer is right or refused. */
export function createQuestionHandlers({
  scenario,
  publish,
}: World): Pick<FakeHandlers, 'questions.pending' | 'questions.answer'> {
  let open = scenario.asks ? [secondFactor] : [];
  return {
    'questions.pending': () => ({ questions: open }),
    'questions.answer': ({ id, answers }) => {
      open = answers && answers[0] !== code ? [{ ...secondFactor, id: `${id}-again`, again: true }] : [];
      publish('question.closed', { id });
      return { id };
    },
  };
}
