import type { AffectedCustomer, FailureItem } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { day } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { customerList, entryOf } from '../../state/customer-list.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LongTable } from '../../ui/long-table.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from './inbox.module.css';

const columns = [
  { title: 'Customer', width: '16%' },
  { title: 'Host', width: '14%' },
  { title: 'Directory' },
  { title: 'Since', width: '12%' },
  { title: 'Last good night', width: '16%' },
];

/** The customers whose data failures are about, to be copied into a letter or a spreadsheet. */
export function CustomersDialog({ failures, onClose }: { failures: readonly FailureItem[]; onClose: () => void }) {
  const answer = useAnswer('failures.customers', { ids: failures.map(({ id }) => id) });
  const zone = useTimeZone();
  const now = useNow();
  const rows = answer.data?.customers ?? [];
  const list = customerList(rows, zone);
  return (
    <Modal
      wide
      open
      title="Customers to write to"
      onClose={onClose}
      actions={
        <>
          {rows.length > 0 && (
            <>
              <CopyButton label={`Copy ${count(list.customers, 'customer')}`} text={list.ids} look="primary" />
              <CopyButton label="Copy as CSV" text={list.csv} />
            </>
          )}
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <Answer of={answer} loading="Looking up whose data it is…">
        {() =>
          rows.length === 0 ? (
            <Empty title="No customer’s data">
              {failures.length === 1 ? 'This failure is' : 'These failures are'} about no directory of a customer.
            </Empty>
          ) : (
            <>
              <p className={styles.soft}>
                {count(list.customers, 'customer')}, {count(rows.length, 'directory', 'directories')}. Of a whole host
                or server, all who are backed up there.
              </p>
              <LongTable label="Customers to write to" columns={columns} items={rows} keyOf={keyOf}>
                {(row, props) => (
                  <tr {...props}>
                    <td>
                      <a href={hrefOf({ screen: 'customer', id: row.customer })}>{row.customer}</a>
                    </td>
                    <td>{row.host}</td>
                    <td className={styles.anywhere}>{entryOf(row)}</td>
                    <td>{day(row.since, zone, now)}</td>
                    <td>{row.lastGood ? shortDate(row.lastGood) : 'none known'}</td>
                  </tr>
                )}
              </LongTable>
            </>
          )
        }
      </Answer>
    </Modal>
  );
}

const keyOf = ({ customer, host, path }: AffectedCustomer) => JSON.stringify([customer, host, path]);
