import type { Customer } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer } from '../../format/paths.ts';
import { when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { lastCopied, type NightView } from '../../state/night-view.ts';
import { hostsOf, type Place } from '../../state/places.ts';
import { hrefOf } from '../../state/routes.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Mono, Soft } from '../../ui/page.tsx';
import { Tag } from '../../ui/tag.tsx';
import { BackUpHost } from './back-up-host.tsx';

interface Props {
  customer: Customer;
  places: readonly Place[];
  views: readonly NightView[];
}

/** Address, where the customer is and goes, and how much of it is backed up. */
export function CustomerFacts({ customer, places, views }: Props) {
  return (
    <>
      {customer.ip && (
        <Soft>
          <Mono>{customer.ip}</Mono>
        </Soft>
      )}
      {hostsOf(places).map((host) => {
        const server = views.findLast((view) => view.night.host === host)?.night.server;
        return (
          <Soft key={host}>
            <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
            {server && ` → ${server}`}
          </Soft>
        );
      })}
      {places.map((place) => (
        <PlaceTag key={`${place.host} ${place.root}`} place={place} />
      ))}
      <Directories places={places} views={views} />
    </>
  );
}

/** What is amiss at one place: nothing of it is backed up, or something no longer is. */
function PlaceTag({ place }: { place: Place }) {
  const [first] = place.past;
  if (place.coverage === 'not-backed-up') {
    return (
      <>
        <Tag tone="bad" mark>
          not in any backup on {place.host}
        </Tag>
        <ButtonLink href={hrefOf({ screen: 'host', name: place.host, fix: { kind: 'add', path: place.root ?? '/' } })}>
          Add their folders…
        </ButtonLink>
      </>
    );
  }
  if (place.coverage === 'configured' && first === undefined) return null;
  const what =
    place.coverage === 'only-in-nights' || first === undefined
      ? `no longer in backup.config on ${place.host}`
      : `${displayText(inCustomer(first, place.root))}${place.past.length > 1 ? ` and ${place.past.length - 1} more` : ''} only in past nights`;
  return (
    <Tag tone="warn" mark>
      {what}
    </Tag>
  );
}

/** How many of the directories in backup.config the last night has, and what became of the others. */
function Directories({ places, views }: { places: readonly Place[]; views: readonly NightView[] }) {
  const { copied, collapsed, broken } = lastCopied(views);
  const configured = places.flatMap((place) => place.configured);
  const inNight = configured.filter((path) => copied.some((entry) => entry.path === path));
  const directories = (many: number) => count(many, 'directory', 'directories');
  // Nights of the old script have no record of their directories.
  const isRecorded = copied.length + collapsed.length + broken.length > 0;
  return (
    <>
      {configured.length > 0 && !isRecorded && <Tag>{directories(configured.length)} in backup.config</Tag>}
      {configured.length > 0 && isRecorded && (
        <Tag tone={inNight.length === configured.length ? 'good' : 'plain'}>
          {inNight.length === configured.length
            ? `${directories(configured.length)} backed up`
            : `${inNight.length} of ${directories(configured.length)} backed up last night`}
        </Tag>
      )}
      {collapsed.length > 0 && (
        <Tag tone="warn" mark>
          {directories(collapsed.length)} lost most files
        </Tag>
      )}
      {broken.length > 0 && (
        <Tag tone="warn" mark>
          {directories(broken.length)} not copied last night
        </Tag>
      )}
    </>
  );
}

/** How old the last good night of the place is, and a way to a newer one. */
export function CustomerAside({ place, views }: { place: Place | undefined; views: readonly NightView[] }) {
  const zone = useTimeZone();
  const now = useNow();
  const good = views.findLast((view) => view.exists && view.state === 'good');
  return (
    <>
      {good && <span>last good night: {when(good.night.finishedAt ?? good.night.startedAt, zone, now)}</span>}
      {place && place.configured.length > 0 && <BackUpHost host={place.host} />}
    </>
  );
}
