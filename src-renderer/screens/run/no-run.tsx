import type { Night } from '../../../src-main/contract/index.ts';
import { shortDate } from '../../format/dates.ts';
import { isThere } from '../../format/kept.ts';
import { when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { hrefOf } from '../../state/routes.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

interface Props {
  host: string;
  date: string | undefined;
  /** What there is of that date all the same. */
  night: Night | undefined;
}

/** Why there is nothing to show of a run. */
export function NoRun({ host, date, night }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const actions = <ButtonLink href={hrefOf({ screen: 'host', name: host })}>Open {host}</ButtonLink>;
  if (night?.state === 'running')
    return (
      <Empty title={`The night is being made since ${when(night.startedAt, zone, now)}`} actions={actions}>
        What it copied stands here once it is over.
      </Empty>
    );
  if (night?.state === 'missed')
    return (
      <Empty title={`No run on ${shortDate(night.date)}`} actions={actions}>
        {host} should have made a night on that date and none came. Its page says whether its schedule is there, and
        backs it up now.
      </Empty>
    );
  if (night && isThere(night))
    return (
      <Empty title="A night without a record" actions={actions}>
        The old script made it: its files can be read and restored, but nothing tells how the copying went. Its date is
        an estimate.
      </Empty>
    );
  return (
    <Empty title={date ? `Nothing is known of ${shortDate(date)}` : 'No such run'} actions={actions}>
      No run of {host} is known {date ? 'of that date' : 'by that name'}. Records are kept on its server for as long as
      runs are.
    </Empty>
  );
}
