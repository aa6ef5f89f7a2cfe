import type { Customer } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import type { NightView } from '../../state/night-view.ts';
import { hrefOf } from '../../state/routes.ts';
import { Mono, Soft } from '../../ui/page.tsx';
import { Tag } from '../../ui/tag.tsx';

/** Address, where the customer is and goes, and how much of it is backed up. */
export function CustomerFacts({ customer, views }: { customer: Customer; views: readonly NightView[] }) {
  const configured = customer.hosts.filter((host) => host.coverage === 'configured');
  const directories = configured.reduce((sum, host) => sum + host.entries.length, 0);
  return (
    <>
      {customer.ip && (
        <Soft>
          <Mono>{customer.ip}</Mono>
        </Soft>
      )}
      {customer.hosts.map(({ host }) => {
        const server = views.findLast((view) => view.night.host === host)?.night.server;
        return (
          <Soft key={host}>
            <a href={hrefOf({ screen: 'host', name: host })}>{host}</a>
            {server && ` → ${server}`}
          </Soft>
        );
      })}
      {directories > 0 && <Tag tone="good">{count(directories, 'directory', 'directories')} backed up</Tag>}
      {customer.hosts.map(({ host, coverage }) =>
        coverage === 'configured' ? null : (
          <Tag key={host} tone={coverage === 'only-in-nights' ? 'warn' : 'bad'} mark>
            {coverage === 'only-in-nights' ? `no longer in backup.config on ${host}` : `not in any backup on ${host}`}
          </Tag>
        ),
      )}
      <BrokenEntries views={views} />
    </>
  );
}

/** Directories the last night could not copy. */
function BrokenEntries({ views }: { views: readonly NightView[] }) {
  const broken = views
    .at(-1)
    ?.entries.filter((entry) => entry.state === 'missing' || entry.state === 'failed' || entry.state === 'symlink');
  if (!broken || broken.length === 0) return null;
  return (
    <Tag tone="warn" mark>
      {count(broken.length, 'directory', 'directories')} not copied last night
    </Tag>
  );
}

export function CustomerAside({ views }: { views: readonly NightView[] }) {
  const zone = useTimeZone();
  const now = useNow();
  const good = views.findLast((view) => view.exists && view.state === 'good');
  if (!good) return null;
  return <>last good night: {when(good.night.finishedAt ?? good.night.startedAt, zone, now)}</>;
}
