import { useMemo, useState } from 'react';
import type { NightState, RunEntry, RunName } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { size } from '../../format/sizes.ts';
import { entryTone, entryWord } from '../../format/states.ts';
import { hrefOf } from '../../state/routes.ts';
import { type EntryOrder, type EntryRow, entryOrders, shownEntries } from '../../state/run-entries.ts';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { choice, ListTools } from '../../ui/list-tools.tsx';
import type { RowProps } from '../../ui/long-rows.ts';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import { tableStyles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './run-page.module.css';

const columns: readonly Column[] = [
  { title: 'Directory', width: '27%' },
  { title: 'Customer', width: '86px' },
  { title: 'State', width: '122px' },
  { title: 'Files', end: true, width: '70px' },
  { title: 'Size', end: true, width: '78px' },
  { title: 'Over time', width: '92px' },
  { title: 'Grew', end: true, width: '82px' },
  { title: 'Changes', end: true, width: '112px' },
];

interface Props {
  host: string;
  rows: readonly EntryRow[];
  nights: readonly RunName[];
  state: NightState;
}

/** What the run copied, a row a directory of backup.config. */
export function EntriesCard({ host, rows, nights, state }: Props) {
  const [text, setText] = useState('');
  const [order, setOrder] = useState<EntryOrder>('trouble');
  const shown = useMemo(() => shownEntries(rows, text, order), [rows, text, order]);
  if (rows.length === 0) {
    return (
      <Card title="Directories">
        <Empty title="Nothing was copied">
          {state === 'failed'
            ? `It ended before ${host} told of a directory. What it said stands above.`
            : 'Its record names no directory.'}
        </Empty>
      </Card>
    );
  }
  return (
    <Card title="Directories">
      <ListTools
        label="Find a path or customer"
        placeholder="Find a path or customer"
        text={text}
        onText={setText}
        choices={[choice('Order', entryOrders, order, setOrder)]}
      >
        <span className={styles.shown} role="status">
          {shown.length === rows.length
            ? count(rows.length, 'directory', 'directories')
            : `${number(shown.length)} of ${count(rows.length, 'directory', 'directories')}`}
        </span>
      </ListTools>
      {shown.length === 0 ? (
        <Empty title="No directory matches">Try fewer letters.</Empty>
      ) : (
        <LongTable label="Directories" columns={columns} items={shown} keyOf={({ entry }) => entry.path} rowHeight={31}>
          {(row, props) => <EntryLine row={row} nights={nights} rowProps={props} />}
        </LongTable>
      )}
    </Card>
  );
}

function EntryLine({ row, nights, rowProps }: { row: EntryRow; nights: readonly RunName[]; rowProps: RowProps }) {
  const { entry, customer, sizes, grew } = row;
  const same = nights.find(({ runId }) => runId === entry.sameAs);
  return (
    <tr {...rowProps}>
      <th scope="row">
        <PathText path={entry.path} customer={customer} />
        {entry.message && <span className={styles.message}>{messageOf(entry)}</span>}
        {entry.sameAs && (
          <span className={styles.message}>
            The copy of {same ? shortDate(same.date) : 'an earlier night'} stands in for it.
          </span>
        )}
      </th>
      <td>{customer && <a href={hrefOf({ screen: 'customer', id: customer })}>{customer}</a>}</td>
      <td className={tableStyles.nowrap}>
        <Tag tone={entryTone[entry.state]} mark>
          {entryWord[entry.state]}
        </Tag>
      </td>
      <td className={tableStyles.end}>{number(entry.files)}</td>
      <td className={`${tableStyles.end} ${tableStyles.nowrap}`}>{size(entry.bytes)}</td>
      <td>{sizes.length > 0 && <Sizes sizes={sizes} nights={nights} />}</td>
      <td className={`${tableStyles.end} ${tableStyles.nowrap}`}>{grewText(grew)}</td>
      <td className={`${tableStyles.end} ${tableStyles.nowrap}`} data-hint={changesHint(entry)}>
        {changesText(entry)}
      </td>
    </tr>
  );
}

const changesText = ({ added, changed, deleted }: RunEntry) =>
  added + changed + deleted === 0
    ? '0'
    : [added && `+${number(added)}`, changed && `~${number(changed)}`, deleted && `−${number(deleted)}`]
        .filter(Boolean)
        .join(' ');
const changesHint = ({ added, changed, deleted }: RunEntry) =>
  `${number(added)} added, ${number(changed)} changed, ${number(deleted)} deleted`;

/** The path stands above it. */
const messageOf = ({ path, message = '' }: RunEntry) =>
  displayText(message.startsWith(path) ? message.slice(path.length).replace(/^:? /, '') : message);

const grewText = (grew: number | undefined) =>
  grew === undefined ? '' : grew === 0 ? '=' : `${grew > 0 ? '+' : '−'}${size(Math.abs(grew))}`;

function Sizes({ sizes, nights }: Pick<EntryRow, 'sizes'> & { nights: readonly RunName[] }) {
  const told = nights.map(({ date }, i) => {
    const bytes = sizes[i];
    return `${shortDate(date)}: ${bytes == null ? 'not in it' : size(bytes)}`;
  });
  return (
    <SparkLine
      values={sizes}
      label={`${count(nights.length, 'night')}, ${told[0]}${told.length > 1 ? ` to ${told.at(-1)}` : ''}`}
      hint={told.slice(-14).join('\n')}
    />
  );
}
