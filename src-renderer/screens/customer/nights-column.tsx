import type { UseQueryResult } from '@tanstack/react-query';
import type { Night } from '../../../src-main/contract/index.ts';
import type { CallError } from '../../api/call-error.ts';
import { displayText } from '../../format/display-text.ts';
import { parentOf } from '../../format/paths.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow } from '../../state/fleet.ts';
import { heldNights } from '../../state/held.ts';
import { useGo } from '../../state/location.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { ButtonLink } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { CompareNights } from './compare-nights.tsx';
import { NightCalendar } from './night-calendar.tsx';
import styles from './nights-column.module.css';
import { SelectedNights } from './selected-nights.tsx';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  place: Place | undefined;
  nights: UseQueryResult<{ nights: Night[] }, CallError>;
  /** The nights of the host shown. */
  views: NightView[];
  /** The nights of all the customer's hosts. */
  all: NightView[];
  choice: Choice;
  onPlace: (place: Place) => void;
}

export function NightsColumn({ customer, places, place, nights, views, all, choice, onPlace }: Props) {
  const go = useGo();
  const now = useNow();
  const holds = useAnswer('holds.list', { customer }).data?.holds ?? [];
  const host = place?.host;
  return (
    <>
      {places.length > 1 && (
        <div className={styles.tabs}>
          {places.map((known) => (
            <button
              key={`${known.host} ${known.root}`}
              type="button"
              className={styles.tab}
              aria-pressed={known === place}
              title={known.root && displayText(known.root)}
              onClick={() => {
                onPlace(known);
                go({ screen: 'customer', id: customer });
              }}
            >
              {tabName(known, places)}
            </button>
          ))}
        </div>
      )}
      <Answer of={nights} loading={`Reading the nights of ${host ?? customer}…`}>
        {() =>
          // A night that the host missed is nothing to a customer of whom it backs nothing up.
          host === undefined || (place?.configured.length === 0 && !views.some((view) => view.exists)) ? (
            <Card>
              <NoNights customer={customer} host={host} />
            </Card>
          ) : (
            <NightCalendar
              host={host}
              views={views}
              selected={choice.selected}
              held={place ? heldNights(place, holds, now) : new Map()}
              onSelect={choice.setSelected}
            />
          )
        }
      </Answer>
      {views.some((view) => view.exists) && (
        <SelectedNights
          customer={customer}
          places={places}
          all={all}
          choice={choice}
          compare={place && <CompareNights key={place.root} place={place} views={views} choice={choice} />}
        />
      )}
    </>
  );
}

/** The host; where the customer has two roots on one, the root's folder as well. */
const tabName = (place: Place, places: readonly Place[]): string =>
  places.some((other) => other !== place && other.host === place.host) && place.root
    ? `${place.host} ${displayText(parentOf(place.root))}`
    : place.host;

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
