import { useState } from 'react';
import { askPermission, permission, turnNotifications, useNotificationsOn } from '../../state/notifications.ts';
import { Button } from '../../ui/button.tsx';
import styles from './settings.module.css';

/** Whether new failures show outside the window. The browser is asked only by this button. */
export function Notifications() {
  const [state, setState] = useState(permission);
  const on = useNotificationsOn();
  if (state === 'elsewhere')
    return <p className={`${styles.row} ${styles.soft}`}>New failures show as notifications of the system.</p>;
  return (
    <div className={styles.row}>
      {state === 'default' && (
        <>
          <Button onClick={() => void askPermission().then(setState)}>Notify me of new failures</Button>
          <span className={styles.soft}>The browser asks once.</span>
        </>
      )}
      {state === 'denied' && (
        <span className={styles.soft}>
          This browser blocks notifications for Nightkeep. Allow them in the site settings, by the sign left of the
          address.
        </span>
      )}
      {state === 'granted' && (
        <label>
          <input type="checkbox" checked={on} onChange={(event) => turnNotifications(event.target.checked)} /> Notify me
          of new failures outside the window
        </label>
      )}
    </div>
  );
}
