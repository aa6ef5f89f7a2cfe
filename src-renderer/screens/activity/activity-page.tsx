import { useState } from 'react';
import type { Activity } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { diffFromText } from '../../format/line-diff.ts';
import { actionWord, allActions } from '../../format/states.ts';
import { when } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { usePart } from '../../state/part.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ListTools } from '../../ui/list-tools.tsx';
import type { RowProps } from '../../ui/long-rows.ts';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { tableStyles as styles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ServersDown } from '../servers-down.tsx';
import { TextWithTickets, Ticket } from '../ticket.tsx';

const columns: readonly Column[] = [
  { title: 'When', width: '130px' },
  { title: 'Who', width: '12%' },
  { title: 'What', width: '110px' },
  { title: 'Customer', width: '10%' },
  { title: 'Host', width: '10%' },
  { title: 'Ticket', width: '9%' },
  { title: 'Message' },
];

const keyOf = (entry: Activity) => JSON.stringify(entry);

/** Who did what, from the servers, so that it is the same for all staff. */
export function ActivityPage() {
  const [text, setText] = useState('');
  const [action, setAction] = useState('');
  const { part, onShown } = usePart();
  const query = useDebounced(text.trim(), 120);
  const asked = { ...part, ...(query && { query }), ...(action && { action }) };
  const answer = useAnswer('activity.list', asked, { keepPrevious: true });
  const zone = useTimeZone();
  const now = useNow();
  return (
    <Page title="Activity" facts={<Soft>who did what, as the servers have it</Soft>}>
      <ServersDown what="The actions" />
      <Card>
        <ListTools
          label="Filter activity"
          placeholder="Filter by name, customer, host, ticket or text"
          text={text}
          onText={setText}
          choices={[
            { label: 'What', options: [['', 'whatever was done'], ...allActions], value: action, onChoose: setAction },
          ]}
        />
        <Answer of={answer} loading="Reading the actions of every server…">
          {({ activity, offset, total }) =>
            total === 0 ? (
              <Nothing filtered={query !== '' || action !== ''} />
            ) : (
              <LongTable
                label="Activity"
                columns={columns}
                items={activity}
                from={offset}
                count={total}
                onShown={onShown}
                keyOf={keyOf}
              >
                {(entry, row) => <ActivityRow entry={entry} when={when(entry.at, zone, now)} row={row} />}
              </LongTable>
            )
          }
        </Answer>
      </Card>
    </Page>
  );
}

const Nothing = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="Nothing matches">Try fewer letters, or whatever was done.</Empty>
  ) : (
    <Empty title="Nothing was done yet">
      Restores, holds, saved configs, runs started by hand, trusted keys and what was acknowledged appear here.
    </Empty>
  );

const ActivityRow = ({ entry, when: told, row }: { entry: Activity; when: string; row: RowProps }) => (
  <tr {...row}>
    <td className={styles.nowrap} title={entry.at}>
      {told}
    </td>
    <td>{displayText(entry.by)}</td>
    <td className={styles.nowrap}>
      <Tag>{actionWord(entry.action)}</Tag>
    </td>
    <td>
      {entry.customer && <a href={hrefOf({ screen: 'customer', id: entry.customer })}>{displayText(entry.customer)}</a>}
    </td>
    <td>{entry.host && <a href={hrefOf({ screen: 'host', name: entry.host })}>{displayText(entry.host)}</a>}</td>
    <td className={styles.soft}>{entry.ticket && <Ticket of={entry.ticket} />}</td>
    <td className={styles.anywhere}>
      <TextWithTickets text={entry.message} />
      {entry.server === undefined && (
        <span data-hint="It is in the data folder of this computer, and is told its server as soon as that can be.">
          {' '}
          <Tag tone="warn">not on its server yet</Tag>
        </span>
      )}
      {entry.diff && (
        <details>
          <summary>What changed</summary>
          <DiffView lines={diffFromText(entry.diff)} label="What changed in backup.config" />
        </details>
      )}
    </td>
  </tr>
);
