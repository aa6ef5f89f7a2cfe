import { useState } from 'react';
import { count, number } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { join } from '../../format/paths.ts';
import { inZone } from '../../format/times.ts';
import type { Cell } from '../../state/cells.ts';
import { useTimeZone } from '../../state/fleet.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import styles from '../compare/compare.module.css';
import { ComparisonCard } from '../compare/comparison-card.tsx';
import { NOW } from '../compare/use-comparison.ts';
import type { Choice } from './use-choice.ts';

interface Props {
  place: Place;
  /** The nights of the place's host. */
  views: readonly NightView[];
  choice: Choice;
}

/** The way to what changed for a customer between two nights, or since one. */
export function CompareNights(props: Props) {
  const [open, setOpen] = useState(false);
  const there = props.views.filter((view) => view.exists);
  if (there.length === 0) return null;
  return (
    <>
      <Button small onClick={() => setOpen(true)}>
        Compare…
      </Button>
      {open && <CompareDialog {...props} views={there} onClose={() => setOpen(false)} />}
    </>
  );
}

function CompareDialog({ place, views, choice, onClose }: Props & { onClose: () => void }) {
  const zone = useTimeZone();
  const chosen = views.filter(({ runId }) => choice.selected.has(runId));
  const [from, setFrom] = useState((chosen[0] ?? views.at(-1))?.runId ?? '');
  const [to, setTo] = useState(chosen.length > 1 ? (chosen.at(-1)?.runId ?? NOW) : NOW);
  const { host } = place;
  const top = place.root ?? '/';
  const nameOf = ({ date, night }: NightView) => `${shortDate(date)}, ${inZone(night.startedAt, zone).time}`;
  const nights = views.map((view) => [view.runId, nameOf(view)] as const);
  const take = (gone: readonly string[], folder: string) => {
    choice.take(gone.map((name): Cell => ({ host, path: join(folder, name), type: 'other', runId: from })));
    onClose();
  };
  return (
    <Modal
      wide
      open
      title={`What changed on ${host}`}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.choice}>
        <SelectField label="From" options={nights} value={from} onChange={(event) => setFrom(event.target.value)} />
        <SelectField
          label="To"
          options={[...nights, [NOW, `${host} as it is now`]]}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
      <ComparisonCard key={`${from} ${to}`} host={host} from={from} to={to} top={top} root={place.root}>
        {({ gone, goneCount }, folder) =>
          goneCount > 0 && (
            <div className={styles.way}>
              <span>
                {goneCount > gone.length
                  ? `${number(goneCount)} files and folders are gone: go into a folder to take those of it.`
                  : `${count(goneCount, 'file or folder', 'files and folders')} of ${nights.find(([id]) => id === from)?.[1]} ${goneCount === 1 ? 'is' : 'are'} gone.`}
              </span>
              <Button look="primary" disabled={goneCount > gone.length} onClick={() => take(gone, folder)}>
                Take what was deleted
              </Button>
            </div>
          )
        }
      </ComparisonCard>
    </Modal>
  );
}
