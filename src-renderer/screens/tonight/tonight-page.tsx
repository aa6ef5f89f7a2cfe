import { useMemo, useState } from 'react';
import type { Tonight } from '../../../src-main/contract/index.ts';
import { number } from '../../format/counts.ts';
import { hostStateWord } from '../../format/states.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { hrefOf } from '../../state/routes.ts';
import { fromFirstNight } from '../../state/tonight.ts';
import { firstFilter, hostCounts, shownHosts, type TonightFilter } from '../../state/tonight-filter.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { FilterBar } from './filter-bar.tsx';
import { HeatMap } from './heat-map.tsx';
import { Inbox } from './inbox.tsx';
import { ReadingLine } from './reading-line.tsx';
import styles from './tonight-page.module.css';

/** `38 good · 1 warning · 107 not known yet`: together, every host. */
const countsLine = (tonight: Tonight): string =>
  hostCounts(tonight)
    .map(([state, many]) => `${number(many)} ${hostStateWord[state]}`)
    .join(' · ');

export function TonightPage() {
  const tonight = useAnswer('tonight.get', { days: 14 });
  const refresh = useAction('fleet.refresh');
  const [chosen, setChosen] = useState<TonightFilter>();
  const filter = chosen ?? firstFilter(tonight.data?.hosts.length ?? 0);
  return (
    <Page
      title="Tonight"
      facts={<span className={styles.counts}>{tonight.data && countsLine(tonight.data)}</span>}
      aside={
        <>
          <ReadingLine />
          <Button small disabled={refresh.isPending} onClick={() => refresh.mutate({})}>
            Look again
          </Button>
        </>
      }
    >
      <div className={styles.columns}>
        <Card>
          <Answer of={tonight} loading="Putting together what is known of the last nights…">
            {(data) =>
              data.hosts.length === 0 ? <NoHosts /> : <HostMap tonight={data} filter={filter} onFilter={setChosen} />
            }
          </Answer>
        </Card>
        <Inbox hosts={tonight.data?.hosts ?? []} onShow={(server) => setChosen({ ...firstFilter(0), server })} />
      </div>
    </Page>
  );
}

interface MapProps {
  tonight: Tonight;
  filter: TonightFilter;
  onFilter: (filter: TonightFilter) => void;
}

function HostMap({ tonight, filter, onFilter }: MapProps) {
  const { dates, hosts: all } = useMemo(() => fromFirstNight(tonight), [tonight]);
  const hosts = shownHosts(all, filter);
  return (
    <>
      <FilterBar tonight={tonight} filter={filter} onChange={onFilter} shown={hosts.length} />
      {hosts.length > 0 ? <HeatMap dates={dates} hosts={hosts} /> : <NoneShown filter={filter} />}
    </>
  );
}

const NoneShown = ({ filter }: { filter: TonightFilter }) =>
  filter.state === 'not-good' && filter.text === '' ? (
    <Empty title="Every host is good">Choose “all” to see them.</Empty>
  ) : (
    <Empty title="No host matches">Try fewer letters, or another state or server.</Empty>
  );

const NoHosts = () => (
  <Empty title="No hosts yet" actions={<ButtonLink href={hrefOf({ screen: 'settings' })}>Open Settings</ButtonLink>}>
    Add your hosts and servers; their nights appear here.
  </Empty>
);
