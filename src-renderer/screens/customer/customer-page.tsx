import { useEffect, useMemo, useState } from 'react';
import type { Customer } from '../../../src-main/contract/index.ts';
import { isInside } from '../../format/paths.ts';
import { useAnswer } from '../../state/commands.ts';
import { viewNights } from '../../state/night-view.ts';
import { hostsOf, type Place, placesOf, rootsOn } from '../../state/places.ts';
import { rememberCustomer } from '../../state/recent-customers.ts';
import type { Route } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Page } from '../../ui/page.tsx';
import { CustomerAside, CustomerFacts } from './customer-header.tsx';
import { CustomerHolds } from './customer-holds.tsx';
import styles from './customer-page.module.css';
import { FilesCard } from './files-card.tsx';
import { NightsColumn } from './nights-column.tsx';
import { PastRestores } from './past-restores.tsx';
import { RestorePanel } from './restore-panel.tsx';
import { useChoice } from './use-choice.ts';
import { useNamedNights } from './use-named-nights.ts';

type CustomerRoute = Extract<Route, { screen: 'customer' }>;

/** One customer: the nights, the files in them, and the way back onto their system. */
export function CustomerPage({ route }: { route: CustomerRoute }) {
  const customer = useAnswer('customers.get', { customer: route.id });
  if (customer.data) return <CustomerScreen customer={customer.data} route={route} />;
  return (
    <Page title={route.id}>
      <Answer of={customer} loading={`Reading what is known of ${route.id}…`}>
        {() => null}
      </Answer>
    </Page>
  );
}

function CustomerScreen({ customer, route }: { customer: Customer; route: CustomerRoute }) {
  const places = useMemo(() => placesOf(customer), [customer]);
  const [chosen, setChosen] = useState(0);
  const inAddress =
    places.find((place) => isAt(place, route.place)) ?? places.find((place) => place.host === route.place?.host);
  const place = inAddress ?? places[chosen] ?? places[0];
  const nights = useAnswer('nights.list', { customer: customer.id });
  const choice = useChoice(customer.id);
  useEffect(() => rememberCustomer(customer.id), [customer.id]);
  const all = useMemo(
    () =>
      hostsOf(places).flatMap((host) =>
        viewNights(nights.data?.nights.filter((night) => night.host === host) ?? [], rootsOn(places, host)),
      ),
    [places, nights.data],
  );
  const here = useMemo(() => all.filter((view) => view.night.host === place?.host), [all, place?.host]);
  useNamedNights(route.nights, here, choice);

  return (
    <Page
      title={customer.id}
      facts={<CustomerFacts customer={customer} places={places} views={all} />}
      aside={<CustomerAside views={here} />}
    >
      <div className={styles.columns}>
        <div className={styles.nights}>
          <NightsColumn
            customer={customer.id}
            places={places}
            place={place}
            nights={nights}
            views={here}
            all={all}
            choice={choice}
            onPlace={(next) => setChosen(places.indexOf(next))}
          />
          <CustomerHolds customer={customer.id} />
          <PastRestores customer={customer.id} />
        </div>
        <div className={styles.files}>
          {place && (
            <FilesCard
              key={`${place.host} ${place.root}`}
              customer={customer.id}
              place={place}
              path={route.place?.path}
              nights={nights}
              views={here}
              choice={choice}
            />
          )}
        </div>
        <div className={styles.restore}>
          <RestorePanel customer={customer.id} places={places} views={all} choice={choice} jobInRoute={route.job} />
        </div>
      </div>
    </Page>
  );
}

const isAt = (place: Place, wanted: CustomerRoute['place']): boolean =>
  place.host === wanted?.host && isInside(wanted.path, place.root ?? '/');
