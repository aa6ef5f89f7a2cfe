import { useState } from 'react';
import type { Comparison } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer, join, parentOf } from '../../format/paths.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Loading } from '../../ui/loading.tsx';
import styles from './compare.module.css';
import { ComparisonView } from './comparison-view.tsx';
import { type Compared, useComparison } from './use-comparison.ts';

interface Props extends Omit<Compared, 'path'> {
  /** The folder that it begins at, and above which one does not go. */
  top: string;
  /** The customer's `/`, from which paths are told. */
  root?: string | undefined;
  /** Beneath it: what can be done with what differs in a folder. */
  children?: (comparison: Comparison, folder: string) => React.ReactNode;
}

/** What differs, from a folder downwards, one folder after another. */
export function ComparisonCard({ host, from, to, top, root, children }: Props) {
  const [path, setPath] = useState(top);
  const { comparison, error, doing, cancel, again } = useComparison({ host, from, to, path });
  return (
    <>
      <div className={styles.way}>
        <code>{displayText(inCustomer(path, root))}</code>
        {path !== top && (
          <Button small onClick={() => setPath(parentOf(path))}>
            One folder up
          </Button>
        )}
      </div>
      {error ? (
        <ErrorBox error={error} onRetry={again} />
      ) : comparison ? (
        <>
          {children?.(comparison, path)}
          <ComparisonView comparison={comparison} onOpen={(folder) => setPath(join(path, folder))} />
        </>
      ) : (
        <div className={styles.way}>
          <Loading>{doing}</Loading>
          {cancel && (
            <Button small onClick={cancel}>
              Cancel
            </Button>
          )}
        </div>
      )}
    </>
  );
}
