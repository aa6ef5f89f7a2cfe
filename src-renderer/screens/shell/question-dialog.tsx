import { useState } from 'react';
import type { MachineQuestion } from '../../../src-main/contract/index.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';

/** A machine asks something before it lets Nightkeep in: a password, or the code of a second factor. */
export function QuestionDialog() {
  const question = useAnswer('questions.pending', {}).data?.questions[0];
  return question ? <OneQuestion key={question.id} question={question} /> : null;
}

function OneQuestion({ question }: { question: MachineQuestion }) {
  const { id, machine, name, instructions, prompts, again } = question;
  const [answers, setAnswers] = useState<string[]>(() => prompts.map(() => ''));
  const [gone, setGone] = useState(false);
  const answer = useAction('questions.answer');
  const send = (given: string[] | undefined) =>
    answer.mutate(given ? { id, answers: given } : { id }, { onSuccess: () => setGone(true) });
  return (
    <Modal
      title={`${machine} asks before it lets you in`}
      open={!gone}
      onClose={() => send(undefined)}
      actions={
        <>
          <Button look="primary" disabled={answer.isPending} onClick={() => send(answers)}>
            Answer
          </Button>
          <Button onClick={() => send(undefined)}>Not now</Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send(answers);
        }}
      >
        {again && <p role="alert">That was not right. It asks again.</p>}
        {name && <p>{name}</p>}
        {instructions && <p>{instructions}</p>}
        {prompts.map(({ text, echo }, index) => (
          <TextField
            // biome-ignore lint/suspicious/noArrayIndexKey: prompts never move, and two may say the same.
            key={index}
            label={text.trim().replace(/:$/, '') || 'Answer'}
            type={echo ? 'text' : 'password'}
            autoFocus={index === 0}
            value={answers[index] ?? ''}
            onChange={(event) => setAnswers(answers.map((old, at) => (at === index ? event.target.value : old)))}
            {...(index === prompts.length - 1 ? { hint: 'It goes to the machine, and is kept nowhere.' } : {})}
          />
        ))}
        {/* A form with several fields is sent by Enter only where it has a button. */}
        <button type="submit" hidden />
      </form>
      {answer.isError && <ErrorBox error={answer.error} />}
    </Modal>
  );
}
