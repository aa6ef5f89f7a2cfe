import type { UseQueryResult } from '@tanstack/react-query';
import type { Customer, Night } from '../../../src-main/contract/index.ts';
import type { CallError } from '../../api/call-error.ts';
import { useGo } from '../../state/location.ts';
import type { NightView } from '../../state/night-view.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { NightCalendar } from './night-calendar.tsx';
import styles from './nights-column.module.css';
import { SelectedNights } from './selected-nights.tsx';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: Customer;
  host: string | undefined;
  nights: UseQueryResult<{ nights: Night[] }, CallError>;
  /** The nights of the host shown. */
  views: NightView[];
  /** The nights of all the customer's hosts. */
  all: NightView[];
  choice: Choice;
  onHost: (host: string) => void;
}

export function NightsColumn({ customer, host, nights, views, all, choice, onHost }: Props) {
  const go = useGo();
  return (
    <>
      {customer.hosts.length > 1 && (
        <div className={styles.tabs}>
          {customer.hosts.map((known) => (
            <button
              key={known.host}
              type="button"
              className={styles.tab}
              aria-pressed={known.host === host}
              onClick={() => {
                onHost(known.host);
                go({ screen: 'customer', id: customer.id });
              }}
            >
              {known.host}
            </button>
          ))}
        </div>
      )}
      <Answer of={nights} loading={`Reading the nights of ${host ?? customer.id}…`}>
        {() =>
          host === undefined || views.length === 0 ? (
            <Card>
              <NoNights customer={customer.id} host={host} />
            </Card>
          ) : (
            <NightCalendar host={host} views={views} selected={choice.selected} onSelect={choice.setSelected} />
          )
        }
      </Answer>
      {views.length > 0 && <SelectedNights customer={customer.id} all={all} choice={choice} />}
    </>
  );
}

const NoNights = ({ customer, host }: { customer: string; host: string | undefined }) =>
  host === undefined ? (
    <Empty title="On no host">
      {customer} is known from a path only. Once a host’s backup.config names a directory of theirs, nights appear here.
    </Empty>
  ) : (
    <Empty
      title="No nights yet"
      actions={<ButtonLink href={hrefOf({ screen: 'host', name: host })}>Open {host}</ButtonLink>}
    >
      Nothing of {customer} was ever backed up on {host}. Add their directories to its backup.config; the next night
      copies them.
    </Empty>
  );
