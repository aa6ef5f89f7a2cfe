import { useMemo, useState } from 'react';
import type { CommandInput, PlannedTarball, RestorePlan } from '../../../src-main/contract/index.ts';
import { count, list } from '../../format/counts.ts';
import { size } from '../../format/sizes.ts';
import { namedItems } from '../../state/cells.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { useTimeZone } from '../../state/fleet.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { ticksWithoutNight } from '../../state/ticks.ts';
import { whatIsTaken } from '../../state/what-is-taken.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PathText } from '../../ui/path-text.tsx';
import { DraftHint } from './draft-hint.tsx';
import { InPlaceDialog } from './in-place-dialog.tsx';
import { keepLabel } from './keep-nights.tsx';
import { PlannedPlaces, pathsInPlace } from './planned-places.tsx';
import { RestoreDestination } from './restore-destination.tsx';
import styles from './restore-panel.module.css';
import { RestoreWarnings } from './restore-warnings.tsx';
import { TakenList } from './taken-list.tsx';
import type { Choice } from './use-choice.ts';
import { useSelections } from './use-selections.ts';
import type { ShownRestore } from './use-shown-restore.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  views: NightView[];
  choice: Choice;
  /** How starting it goes. The panel around starts it, since this is gone as soon as the restore shows up. */
  start: ShownRestore['start'];
  /** With what it takes, in words. */
  onStart: (input: CommandInput<'restore.start'>, what: string) => void;
}

/** What a restore would take and make, checked by the core as the reader chooses. */
export function RestoreDraft({ customer, places, views, choice, start, onStart }: Props) {
  const { ticket, setTicket, to, setTo } = choice;
  const zone = useTimeZone();
  const [confirming, setConfirming] = useState(false);
  const { nights, selections } = useSelections(places, views, choice);
  const asked = useMemo(() => ({ customer, selections, to }), [customer, selections, to]);
  const settled = useDebounced(asked, 200);
  const plan = useAnswer('restore.plan', settled, { enabled: settled.selections.length > 0 });
  // What was measured of another choice says nothing of this one.
  const measured = settled === asked && selections.length > 0 ? plan.data : undefined;
  const failed = settled === asked && selections.length > 0 && plan.isError ? plan.error : undefined;
  const stopped = measured?.tarballs.filter(({ problem }) => problem !== undefined) ?? [];
  const problems = stopped.flatMap(({ problem }) => problem ?? []);
  const waits = stopped.length > 0 && stopped.every(({ canWait }) => canWait);
  const ready = measured !== undefined && (problems.length === 0 || waits) && !plan.isError && !start.isPending;

  const items = namedItems(choice);
  const what = whatIsTaken(views, selections, items, zone);
  const restore = (confirm?: string[]) => {
    setConfirming(false);
    const where = confirm ? { to: { way: 'in-place', confirm } as const } : {};
    const input = {
      ...asked,
      ...where,
      ...(ticket.trim() ? { ticket: ticket.trim() } : {}),
      ...(waits ? { wait: true } : {}),
    };
    onStart(input, what);
  };
  const lost = ticksWithoutNight(nights, choice.ticks);
  return (
    <form
      className={styles.panel}
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        if (to?.way === 'in-place') setConfirming(true);
        else restore();
      }}
    >
      <div className={classes(styles.content, styles.draft)}>
        {selections.length === 0 && <DraftHint nights={nights.length} choice={choice} />}
        {items > 0 && selections.length > 0 && (
          <TakenList places={places} views={views} choice={choice} selections={selections} />
        )}
        <KeyValues
          rows={[
            ...(selections.length > 0 ? [['What', what] as const] : []),
            ...(selections.length > 0
              ? [
                  [
                    'Deliver to',
                    <RestoreDestination key="to" places={places} to={to} onChange={setTo} />,
                    'wide',
                  ] as const,
                ]
              : []),
            ...(measured ? planRows(measured) : []),
            [
              'Ticket',
              <TextField
                key="ticket"
                bare
                label="Ticket"
                placeholder="#48213"
                value={ticket}
                maxLength={200}
                onChange={(event) => setTicket(event.target.value)}
              />,
            ],
          ]}
        />
        {selections.length > 0 && !measured && !failed && <Loading>Measuring…</Loading>}
        {selections.length > 0 && <RestoreWarnings warnings={measured?.warnings ?? []} lost={lost} />}
        {problems.length > 0 && (
          <ErrorBox
            error={{
              code: 'unreachable',
              message: `It can’t be delivered now: ${problems.join('; ')}. ${waits ? 'It can be held at once, and delivered as soon as that is over, while Nightkeep is open.' : `“${keepLabel(nights.length)}” holds what is selected meanwhile.`}`,
            }}
            onRetry={() => void plan.refetch()}
          />
        )}
        {failed && <ErrorBox error={failed} onRetry={() => void plan.refetch()} />}
        {start.error && <ErrorBox error={start.error} />}
      </div>
      {confirming && measured && (
        <InPlaceDialog
          customer={customer}
          tarballs={measured.tarballs}
          onConfirm={() => restore(pathsInPlace(measured.tarballs))}
          onClose={() => setConfirming(false)}
        />
      )}
      <div className={styles.actions}>
        <Button onClick={choice.clear} disabled={choice.selected.size === 0 && items === 0}>
          Clear
        </Button>
        <Button type="submit" look="primary" disabled={!ready}>
          {waits ? 'Hold, and deliver when it answers' : to?.way === 'in-place' ? 'Restore in place…' : 'Restore'}
        </Button>
      </div>
    </form>
  );
}

/** The room where a tarball would lie, where that is known. */
export const roomFor = ({ freeBytes = 0, desk, host }: PlannedTarball): string =>
  `${size(freeBytes)} free on ${desk ? 'the machine Nightkeep runs on' : host}`;

/** A folder by the slash at its end; or what is put in place. */
export const PlannedAs = ({ tarball }: { tarball: PlannedTarball }) =>
  tarball.places ? (
    <PlannedPlaces places={tarball.places} />
  ) : (
    <PathText path={`${tarball.inCustomer}${tarball.unpacked ? '/' : ''}`} />
  );

function planRows(plan: RestorePlan) {
  const free = plan.tarballs.filter((tarball) => tarball.freeBytes !== undefined);
  return [
    ['Size', `${size(plan.bytes)} in ${count(plan.files, 'file')}`],
    ['As', plan.tarballs.map((tarball) => <PlannedAs key={tarball.host + tarball.path} tarball={tarball} />)],
    ...(free.length > 0 ? [['Space', list(free.map(roomFor))] as const] : []),
  ] as const;
}
