import type { RunName } from '../../../src-main/contract/index.ts';
import { shortDate } from '../../format/dates.ts';
import { size } from '../../format/sizes.ts';
import { type EntryRow, grewMost } from '../../state/run-entries.ts';
import { Card } from '../../ui/card.tsx';
import { PathText } from '../../ui/path-text.tsx';
import styles from './run-page.module.css';

const SHOWN = 5;

/** Where the room goes. */
export function GrewCard({ rows, nights }: { rows: readonly EntryRow[]; nights: readonly RunName[] }) {
  const grown = grewMost(rows, SHOWN);
  const before = nights.at(-2);
  const fewer = rows.filter(({ grew }) => (grew ?? 0) < 0).length;
  return (
    <Card title="What grew most">
      {before === undefined ? (
        <p className={styles.soft}>There is no night before it to compare with.</p>
      ) : grown.length === 0 ? (
        <p className={styles.soft}>
          Nothing is larger than on {shortDate(before.date)}
          {fewer > 0 && `, and ${fewer} smaller`}.
        </p>
      ) : (
        <ol className={styles.grown}>
          {grown.map(({ entry, customer, grew }) => (
            <li key={entry.path}>
              <PathText path={entry.path} customer={customer} />
              <span>+{size(grew ?? 0)}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
