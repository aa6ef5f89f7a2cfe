import { useState } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { size } from '../../format/sizes.ts';
import { useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { type Column, LongTable } from '../../ui/long-table.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { ServersDown } from '../servers-down.tsx';
import { ExtendDialog } from './extend-dialog.tsx';
import { HoldRow } from './hold-row.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

const columns: readonly Column[] = [
  { title: 'Customer', width: '11%' },
  { title: 'Nights and tarball', width: '24%' },
  { title: 'Why' },
  { title: 'Who', width: '9%' },
  { title: 'Until', width: '11%' },
  { title: 'Size', width: '80px', end: true },
  { title: 'Actions', width: '190px', readAloud: true },
];

/** A hold that a night made by itself may not have been measured. */
function spaceOf(holds: readonly Hold[]): string {
  const bytes = size(holds.reduce((sum, hold) => sum + hold.bytes, 0));
  const unmeasured = holds.filter((hold) => hold.bytes === 0).length;
  if (unmeasured === holds.length) return 'not measured';
  return unmeasured === 0 ? `${bytes} at most` : `${bytes} and ${unmeasured} not measured`;
}

/** Held nights: copies that rotation does not touch. */
export function HoldsPage() {
  const answer = useAnswer('holds.list', {});
  const [extending, setExtending] = useState<Hold>();
  const [releasing, setReleasing] = useState<Hold>();
  const holds = answer.data?.holds ?? [];
  return (
    <Page
      title="Holds"
      facts={
        holds.length > 0 && (
          <Soft>{`${count(holds.length, 'hold')}, ${spaceOf(holds)}; what is unchanged shares its space with the nights`}</Soft>
        )
      }
    >
      <ServersDown what="The holds" />
      <Answer of={answer} loading="Reading the holds of every server…">
        {() =>
          holds.length === 0 ? (
            <Empty title="Nothing is held">
              A restore holds the nights it takes from by itself, and so does the night when a directory loses most of
              its files.
            </Empty>
          ) : (
            <Card>
              <LongTable
                label="Holds"
                columns={columns}
                items={holds.toSorted((a, b) => (a.until < b.until ? -1 : 1))}
                keyOf={(hold) => `${hold.server} ${hold.id}`}
                rowHeight={64}
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
