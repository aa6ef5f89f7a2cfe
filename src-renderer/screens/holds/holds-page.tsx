import { useState } from 'react';
import type { Hold } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { size } from '../../format/sizes.ts';
import { useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page, Soft } from '../../ui/page.tsx';
import { Table } from '../../ui/table.tsx';
import { ServersDown } from '../servers-down.tsx';
import { ExtendDialog } from './extend-dialog.tsx';
import { HoldRow } from './hold-row.tsx';
import { ReleaseDialog } from './release-dialog.tsx';

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
              <Table
                label="Holds"
                columns={['Customer', 'Nights and tarball', 'Why', 'Who', 'Until', '>Size', '-Actions']}
              >
                {holds
                  .toSorted((a, b) => (a.until < b.until ? -1 : 1))
                  .map((hold) => (
                    <HoldRow
                      key={`${hold.server} ${hold.id}`}
                      hold={hold}
                      onExtend={() => setExtending(hold)}
                      onRelease={() => setReleasing(hold)}
                    />
                  ))}
              </Table>
            </Card>
          )
        }
      </Answer>
      {extending && <ExtendDialog hold={extending} onClose={() => setExtending(undefined)} />}
      {releasing && <ReleaseDialog hold={releasing} onClose={() => setReleasing(undefined)} />}
    </Page>
  );
}
