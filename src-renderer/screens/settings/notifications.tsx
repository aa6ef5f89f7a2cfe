import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoticeSettings } from '../../../src-main/contract/index.ts';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { askPermission, permission } from '../../state/notifications.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './settings.module.css';

/** Whether and when new failures show outside of the window. The browser is asked only by this button. */
export function Notifications() {
  const [state, setState] = useState(permission);
  const settings = useAnswer('notices.get', {});
  if (state === 'default')
    return (
      <div className={styles.row}>
        <Button onClick={() => void askPermission().then(setState)}>Notify me of new failures</Button>
        <span className={styles.soft}>The browser asks once.</span>
      </div>
    );
  if (state === 'denied')
    return (
      <p className={`${styles.row} ${styles.soft}`}>
        This browser blocks notifications for Nightkeep. Allow them in the site settings, by the sign left of the
        address.
      </p>
    );
  return (
    <Answer of={settings} loading="Reading the settings…">
      {(data) => <NoticeFields settings={data} />}
    </Answer>
  );
}

/** Suggested when quiet hours are turned on. */
const night = { from: '19:00', to: '08:00' };

function NoticeFields({ settings: saved }: { settings: NoticeSettings }) {
  const [edited, setEdited] = useState<NoticeSettings>();
  const client = useQueryClient();
  const save = useAction('notices.set');
  const test = useAction('notices.test');
  const set = (wanted: NoticeSettings) => {
    setEdited(wanted);
    save.mutate(wanted, {
      onSuccess: () => void reread(client, 'notices.get'),
      // Not kept: then it is as it was.
      onError: () => setEdited(undefined),
    });
  };
  const { on, quiet } = edited ?? saved;
  return (
    <>
      <div className={styles.row}>
        <label>
          <input type="checkbox" checked={on} onChange={(event) => set({ on: event.target.checked, quiet })} /> Notify
          me of new failures outside the window
        </label>
        <Button onClick={() => test.mutate({})}>Show a test notification</Button>
      </div>
      <div className={styles.row}>
        <label>
          <input
            type="checkbox"
            checked={quiet !== undefined}
            disabled={!on}
            onChange={(event) => set({ on, quiet: event.target.checked ? night : undefined })}
          />{' '}
          Not at certain hours: what comes then is told at their end
        </label>
        {quiet && (
          <>
            <TextField
              label="From"
              type="time"
              disabled={!on}
              value={quiet.from}
              onChange={({ target }) => target.value && set({ on, quiet: { ...quiet, from: target.value } })}
            />
            <TextField
              label="To"
              type="time"
              disabled={!on}
              value={quiet.to}
              onChange={({ target }) => target.value && set({ on, quiet: { ...quiet, to: target.value } })}
            />
          </>
        )}
      </div>
      {save.error && <ErrorBox error={save.error} />}
      {test.error && <ErrorBox error={test.error} />}
    </>
  );
}
