import { useEffect, useMemo, useState } from 'react';
import type { Customer, PastRestore, RestoreOutcome } from '../../../src-main/contract/index.ts';
import { isInside } from '../../format/paths.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDesk } from '../../state/drafts.ts';
import { useTimeZone } from '../../state/fleet.ts';
import { viewNights } from '../../state/night-view.ts';
import { hostsOf, type Place, placesOf, rootsOn } from '../../state/places.ts';
import { rememberCustomer } from '../../state/recent-customers.ts';
import type { Route } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { classes } from '../../ui/classes.ts';
import { Page } from '../../ui/page.tsx';
import { CustomerAside, CustomerFacts } from './customer-header.tsx';
import { CustomerHolds } from './customer-holds.tsx';
import styles from './customer-page.module.css';
import { CustomerProof } from './customer-proof.tsx';
import { FilesCard } from './files-card.tsx';
import { NightsColumn } from './nights-column.tsx';
import { PastRestores } from './past-restores.tsx';
import { ReplyCard } from './reply-card.tsx';
import { RestorePanel } from './restore-panel.tsx';
import { useChoice } from './use-choice.ts';
import { useNamedNights } from './use-named-nights.ts';
import { useShownRestore } from './use-shown-restore.ts';

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
  const desk = useDesk(customer.id);
  const choice = useChoice(desk);
  const zone = useTimeZone();
  useEffect(() => rememberCustomer(customer.id), [customer.id]);
  const all = useMemo(
    () =>
      hostsOf(places).flatMap((host) =>
        viewNights(nights.data?.nights.filter((night) => night.host === host) ?? [], rootsOn(places, host), zone),
      ),
    [places, nights.data, zone],
  );
  const here = useMemo(() => all.filter((view) => view.night.host === place?.host), [all, place?.host]);
  useNamedNights(route.nights, here, choice);
  const restore = useShownRestore(customer.id, desk, route.job);
  const reply = useShownReply(restore.job?.outcome, desk.draft.number);

  return (
    <Page
      title={customer.id}
      facts={<CustomerFacts customer={customer} places={places} views={all} />}
      aside={<CustomerAside place={place} views={here} />}
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
          <CustomerProof customer={customer.id} />
          <CustomerHolds customer={customer.id} />
          <PastRestores customer={customer.id} onReply={reply.open} />
        </div>
        {reply.shown && (
          <ReplyCard
            key={reply.shown.restore.id}
            restore={reply.shown.restore}
            past={reply.shown.told}
            onClose={reply.close}
          />
        )}
        {/* It stays where it is behind the reply: the folder, what was looked for, what is ticked. */}
        <div className={classes(styles.files, reply.shown && styles.behind)}>
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
          <RestorePanel
            customer={customer.id}
            places={places}
            views={all}
            desk={desk}
            choice={choice}
            restore={restore}
            onReply={reply.back}
          />
        </div>
      </div>
    </Page>
  );
}

/** The reply that takes the middle of the page: the finished restore's, or an older one's that was opened beside this draft. */
function useShownReply(done: RestoreOutcome | undefined, draft: number) {
  const [past, setPast] = useState<{ draft: number; restore: RestoreOutcome; told: string }>();
  const [away, setAway] = useState<ReadonlySet<string>>(new Set());
  const fresh = done?.reply ? { restore: done, told: undefined } : undefined;
  const isAway = fresh !== undefined && away.has(fresh.restore.id);
  const opened = past?.draft === draft ? past : undefined;
  return {
    shown: opened ?? (isAway ? undefined : fresh),
    open: (restore: PastRestore, told: string) => setPast({ draft, restore, told }),
    close() {
      setPast(undefined);
      if (fresh) setAway((old) => new Set([...old, fresh.restore.id]));
    },
    back: fresh && (opened || isAway) ? () => back(fresh.restore.id) : undefined,
  };

  function back(id: string) {
    setPast(undefined);
    setAway((old) => new Set([...old].filter((each) => each !== id)));
  }
}

const isAt = (place: Place, wanted: CustomerRoute['place']): boolean =>
  place.host === wanted?.host && isInside(wanted.path, place.root ?? '/');
