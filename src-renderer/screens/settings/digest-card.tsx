import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DigestSettings } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { when } from '../../format/times.ts';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './settings.module.css';

/** What failed, once a day, to a webhook. */
export function DigestCard() {
  const settings = useAnswer('digest.get', {});
  return (
    <Card title="Daily digest">
      <Answer of={settings} loading="Reading the settings…">
        {(data) => <DigestFields saved={data} />}
      </Answer>
    </Card>
  );
}

function DigestFields({ saved: { host, at: savedAt, last } }: { saved: DigestSettings }) {
  const client = useQueryClient();
  const zone = useTimeZone();
  const now = useNow();
  const { show } = useToasts();
  const save = useAction('digest.set');
  const test = useAction('digest.test');
  const [url, setUrl] = useState('');
  const [at, setAt] = useState(savedAt);
  const set = (input: { url?: string; at: string }) =>
    save.mutate(input, {
      onSuccess: () => {
        setUrl('');
        void reread(client, 'digest.get');
      },
    });
  const send = () =>
    test.mutate(
      {},
      {
        onSuccess: (sent) => {
          show({ tone: 'good', title: `Sent to ${displayText(sent.host)}` });
          void reread(client, 'activity.list');
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set({ at, ...(url.trim() && { url: url.trim() }) });
      }}
    >
      <p className={styles.soft}>
        What failed, whose data it is and since when, as JSON to an https address, once a day while the app or{' '}
        <code>nightkeep watch</code> runs with this data folder.{' '}
        {host ? `It goes to ${displayText(host)}.` : 'None is sent.'}
        {last && ` ${when(last.at, zone, now)}: ${displayText(last.message)}.`}
      </p>
      <div className={styles.row}>
        <TextField
          label="Address of the webhook"
          type="url"
          placeholder={host ? 'another address' : 'https://chat.example.com/hooks/…'}
          value={url}
          maxLength={2000}
          onChange={({ target }) => setUrl(target.value)}
        />
        <TextField
          label={`Not before, in ${zone}`}
          type="time"
          required
          value={at}
          onChange={({ target }) => setAt(target.value)}
        />
      </div>
      <div className={styles.row}>
        <Button type="submit" disabled={save.isPending || !at || (!url.trim() && (!host || at === savedAt))}>
          Save
        </Button>
        {host && (
          <>
            <Button disabled={test.isPending} onClick={send}>
              Send one now
            </Button>
            <Button disabled={save.isPending} onClick={() => set({ url: '', at })}>
              Send none any more
            </Button>
          </>
        )}
      </div>
      {save.error && <ErrorBox error={save.error} />}
      {test.error && <ErrorBox error={test.error} />}
    </form>
  );
}
