import { useState } from 'react';
import type { GatePlan } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { usePlannedJob } from '../../state/planned-job.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Steps } from '../../ui/steps.tsx';
import { GateKeys } from './gate-keys.tsx';
import styles from './install-dialog.module.css';

/** `update` is of a key that is bound already. */
export type GateWish = 'bind' | 'update' | 'free';

interface Props {
  host: string;
  server: string;
  wish: GateWish;
  /** Where the server keeps the keys it accepts, where that was told. */
  keysFile: string | undefined;
  onClose: () => void;
}

/** Shows what binding a host’s key to the gate would do, or freeing it; does it when asked, and shows what was done. */
export function GateDialog({ host, server, wish, keysFile, onClose }: Props) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>();
  const { plan, job, error, working, look, start } = usePlannedJob('gate.install', {
    host,
    remove: wish === 'free',
    ...(keysFile === undefined ? {} : { authorizedKeys: keysFile }),
    ...(ticked === undefined || ticked.size === 0 ? {} : { keys: [...ticked] }),
  });
  // While another choice is looked at, what can be chosen stays.
  const [seen, setSeen] = useState<GatePlan>();
  if (plan !== undefined && plan !== seen) setSeen(plan);
  const keys = wish === 'free' ? [] : (seen?.keys ?? []);
  const chosen = ticked ?? new Set(keys.filter((key) => key.chosen).map(({ fingerprint }) => fingerprint));
  const isNothing = keys.length > 0 && chosen.size === 0;
  // The app’s own choice is left to it, so that it is made of what the host proves then; any other is named.
  const isUsual = ticked === undefined && keys.every((key) => key.chosen);
  const words = wordsOf(wish, host, server);
  const done = job?.outcome;
  return (
    <Modal
      wide
      open
      alert={wish === 'free'}
      title={done ? words.done : words.question}
      onClose={onClose}
      actions={
        done ? (
          <Button onClick={onClose}>Close</Button>
        ) : (
          <>
            <Button onClick={onClose}>{working ? 'Close' : 'Cancel'}</Button>
            <Button
              look={wish === 'free' ? 'danger' : 'primary'}
              disabled={!plan?.changed || isNothing || working || error !== undefined}
              onClick={() => start(isUsual ? {} : { keys: [...chosen] })}
            >
              {words.button}
            </Button>
          </>
        )
      }
    >
      <p>{words.meaning}</p>
      {!done && keys.length > 0 && (
        <GateKeys host={host} keys={keys} ticked={chosen} disabled={working} onTick={setTicked} />
      )}
      {error && <ErrorBox error={error} onRetry={look} />}
      {!error && !plan && <Loading>Reading the keys that {server} accepts…</Loading>}
      {isNothing && !done ? (
        <p>No key is ticked, so nothing would be bound.</p>
      ) : working && job ? (
        <Steps steps={job.steps} label="Steps at the gate" />
      ) : (
        (done ?? plan) && <GateSteps plan={(done ?? plan) as GatePlan} />
      )}
      <span className="sr-only" role="status">
        {working ? 'under way' : done ? words.done : ''}
      </span>
    </Modal>
  );
}

const GateSteps = ({ plan }: { plan: GatePlan }) => (
  <>
    <p>{plan.changed ? (plan.dryRun ? 'This would be done:' : 'This was done:') : 'Everything is so already.'}</p>
    {plan.steps.length > 0 && (
      <ol className={styles.steps} aria-label={plan.dryRun ? 'What would be done' : 'What was done'}>
        {plan.steps.map((step) => (
          <li key={step}>{displayText(step)}</li>
        ))}
      </ol>
    )}
  </>
);

function wordsOf(wish: GateWish, host: string, server: string) {
  if (wish === 'free') {
    return {
      question: `Free the key of ${host} on ${server}?`,
      meaning: `Whoever is root on ${host} can then run any command on ${server}, and change or delete every night there.`,
      button: 'Free the key',
      done: `The key of ${host} is free`,
    };
  }
  const meaning = `With the gate, ${host} can bring its nights to ${server}, fetch what was held for it and read the scripts, and do nothing else there. Its nights go on as before.`;
  return wish === 'bind'
    ? {
        question: `Bind the key of ${host} to a gate on ${server}?`,
        meaning,
        button: 'Bind the key',
        done: `The key of ${host} is bound to the gate`,
      }
    : {
        question: `Bring the gate of ${host} on ${server} up to date?`,
        meaning,
        button: 'Update the gate',
        done: `The gate of ${host} is up to date`,
      };
}
