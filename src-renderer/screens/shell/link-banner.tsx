import { useLink } from '../../state/connection.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './link-banner.module.css';

/** Says that the connection to the core is lost, for as long as it is. Always there, so that the change is read aloud. */
export function LinkBanner() {
  const { state, retry } = useLink();
  return (
    <div role="alert">
      {state === 'lost' && (
        <div className={styles.banner}>
          The connection to Nightkeep is lost. Trying again; jobs go on meanwhile. If it was started anew, open it by
          the address it printed.
          <Button small onClick={retry}>
            Try now
          </Button>
        </div>
      )}
    </div>
  );
}
