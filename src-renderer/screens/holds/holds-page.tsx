import { useState } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { size } from '../../format/sizes.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { usePart } from '../../state/part.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { choice, ListTools } from '../../ui/list-tools.tsx';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { ServersDown } from '../servers-down.tsx';
import { ExtendDialog } from './extend-dialog.tsx';
import { HoldRow } from './hold-row.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

const columns: readonly Column[] = [
  { title: 'Customer', width: '11%' },
  { title: 'Nights and tarball', width: '20%' },
  { title: 'Why' },
  { title: 'Who', width: '84px' },
  { title: 'Until', width: '11%' },
  { title: 'Size', width: '80px', end: true },
  { title: 'Actions', width: '156px', readAloud: true },
];

/** A hold that a night made by itself may not have been measured. */
function spaceOf({ bytes, notMeasured, total }: { bytes: number; notMeasured: number; total: number }): string {
  if (notMeasured === total) return 'not measured';
  return notMeasured === 0 ? `${size(bytes)} at most` : `${size(bytes)} and ${notMeasured} not measured`;
}

const orders = [
  ['until', 'what ends first'],
  ['newest', 'newest first'],
  ['size', 'largest first'],
] as const;
type Order = (typeof orders)[number][0];

/** Held nights: copies that rotation does not touch. */
export function HoldsPage() {
  const [text, setText] = useState('');
  const [order, setOrder] = useState<Order>('until');
  const { part, onShown } = usePart();
  const query = useDebounced(text.trim(), 120);
  const answer = useAnswer('holds.list', { order, ...part, ...(query && { query }) }, { keepPrevious: true });
  const [extending, setExtending] = useState<Hold>();
  const [releasing, setReleasing] = useState<Hold>();
  return (
    <Page
      title="Holds"
      facts={
        answer.data &&
        answer.data.total > 0 && (
          <Soft>{`${count(answer.data.total, 'hold')}, ${spaceOf(answer.data)}; what is unchanged shares its space with the nights`}</Soft>
        )
      }
    >
      <ServersDown what="The holds" />
      <Answer of={answer} loading="Reading the holds of every server…">
        {({ holds, offset, total }) =>
          total === 0 && query === '' ? (
            <Empty title="Nothing is held">
              A restore holds the nights it takes from by itself, and so does the night when a directory loses most of
              its files.
            </Empty>
          ) : (
            <Card>
              <ListTools
                label="Filter holds"
                placeholder="Filter by customer, host, name, ticket or reason"
                text={text}
                onText={setText}
                choices={[choice('Order', orders, order, setOrder)]}
              />
              {total === 0 && <Empty title="Nothing matches">Try fewer letters.</Empty>}
              <LongTable
                label="Holds"
                columns={columns}
                items={holds}
                from={offset}
                count={total}
                onShown={onShown}
                keyOf={(hold) => `${hold.server} ${hold.id}`}
                rowHeight={64}
                minWidth={760}
              >
                {(hold, row) => (
                  <HoldRow
                    hold={hold}
                    row={row}
                    onExtend={() => setExtending(hold)}
                    onRelease={() => setReleasing(hold)}
                  />
                )}
              </LongTable>
            </Card>
          )
        }
      </Answer>
      {extending && <ExtendDialog hold={extending} onClose={() => setExtending(undefined)} />}
      {releasing && <ReleaseDialog hold={releasing} onClose={() => setReleasing(undefined)} />}
    </Page>
  );
}
