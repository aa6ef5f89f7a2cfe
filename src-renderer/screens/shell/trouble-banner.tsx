import { useState } from 'react';
import { useAnswer } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './trouble-banner.module.css';

/** Says what is wrong with the app's own folder, until somebody has read it. */
export function TroubleBanner() {
  const troubles = useAnswer('app.info', {}).data?.troubles ?? [];
  const [read, setRead] = useState(0);
  const fresh = troubles.slice(read);
  return (
    <div role="status">
      {fresh.length > 0 && (
        <div className={styles.banner}>
          <span className={styles.text}>{fresh.join(' ')}</span>
          <CopyButton icon text={fresh.join('\n')} label="Copy what is wrong" />
          <Button small onClick={() => setRead(troubles.length)}>
            I have read it
          </Button>
        </div>
      )}
    </div>
  );
}
