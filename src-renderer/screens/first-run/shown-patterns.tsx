import type { ShownPattern } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { PathText } from '../../ui/path-text.tsx';
import { Table, tableStyles } from '../../ui/table.tsx';
import styles from './first-run.module.css';

/** Each pattern with what it finds in real paths. */
export function ShownPatterns({ patterns, paths }: { patterns: readonly ShownPattern[]; paths: number }) {
  if (patterns.length === 0) {
    return (
      <p className={styles.why}>
        {paths === 0
          ? 'No host named a path yet, so there is nothing to tell customers by. Patterns can be added in Settings later.'
          : 'Nothing in the paths of your hosts looks like a customer’s name. Say below how they are named, or go on and do it in Settings later.'}
      </p>
    );
  }
  return (
    <div className={styles.patterns}>
      {patterns.map(({ pattern, why, customers, examples }) => (
        <section key={pattern} aria-label={pattern}>
          <p className={styles.why}>
            <code>{pattern}</code> {why ? <strong role="alert">{why}</strong> : `finds ${count(customers, 'customer')}`}
          </p>
          {examples.length > 0 && (
            <Table label={`What ${pattern} finds`} columns={['Customer', 'Address', 'Their /', 'In the path']}>
              {examples.map(({ path, id, ip, root }) => (
                <tr key={path}>
                  <td>
                    <strong>{id}</strong>
                  </td>
                  <td>{ip ?? '–'}</td>
                  <td className={tableStyles.anywhere}>
                    <PathText path={root} />
                  </td>
                  <td className={tableStyles.anywhere}>
                    <PathText path={path} />
                  </td>
                </tr>
              ))}
            </Table>
          )}
        </section>
      ))}
    </div>
  );
}
