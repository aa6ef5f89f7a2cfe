import type { NightState, Tonight } from '../../../src-main/contract/index.ts';
import { nightWord } from '../../format/states.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Page } from '../../ui/page.tsx';
import { HeatMap } from './heat-map.tsx';
import { Inbox } from './inbox.tsx';
import styles from './tonight-page.module.css';

const order: NightState[] = ['good', 'warning', 'failed', 'missed', 'running', 'unknown'];

/** `38 good · 1 warning · 1 failed` */
const countsLine = (counts: Tonight['counts']): string =>
  order
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${nightWord[state]}`)
    .join(' · ');

export function TonightPage() {
  const tonight = useAnswer('tonight.get', { days: 14 });
  const refresh = useAction('fleet.refresh');
  return (
    <Page
      title="Tonight"
      facts={<span className={styles.counts}>{tonight.data && countsLine(tonight.data.counts)}</span>}
      aside={
        <Button small disabled={refresh.isPending} onClick={() => refresh.mutate({})}>
          Look again
        </Button>
      }
    >
      <div className={styles.columns}>
        <Card>
          <Answer of={tonight} loading="Reading the last nights of every host…">
            {(data) => (data.hosts.length === 0 ? <NoHosts /> : <HeatMap tonight={data} />)}
          </Answer>
        </Card>
        <Inbox />
      </div>
    </Page>
  );
}

const NoHosts = () => (
  <Empty title="No hosts yet" actions={<ButtonLink href={hrefOf({ screen: 'settings' })}>Open Settings</ButtonLink>}>
    Add your hosts and servers; their nights appear here.
  </Empty>
);
