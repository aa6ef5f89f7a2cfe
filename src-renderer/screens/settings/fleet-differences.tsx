import type { FleetDifference, TeamFleet } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { meaningOf, nameOfDifference } from '../../state/team-fleet.ts';
import { Button } from '../../ui/button.tsx';
import { LongList } from '../../ui/long-list.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './settings.module.css';

interface Props {
  team: TeamFleet;
  /** By their ids. */
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** In what one's own fleet and the team's are not alike, each to be taken over or left. */
export function FleetDifferences({ team, chosen, onChange }: Props) {
  const { server, path, revision, by, at, machines, differences } = team;
  const zone = useTimeZone();
  const now = useNow();
  if (revision === '')
    return (
      <p role="status">
        There is no fleet of the team on {server} yet: <code>{path}</code> would hold it.
      </p>
    );
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <>
      <p role="status">
        {count(machines, 'machine')} in <code>{path}</code> on {server}
        {by && `, published by ${by}`}
        {at && `, ${when(at, zone, now)}`}.{' '}
        {differences.length === 0 ? 'Yours is the same.' : `${count(differences.length, 'difference')} from yours.`}
      </p>
      {differences.length > 1 && (
        <div className={styles.row}>
          <Button small onClick={() => onChange(new Set(differences.filter(isOfTeam).map(({ id }) => id)))}>
            Choose all the team has
          </Button>
          <Button small onClick={() => onChange(new Set())}>
            Choose none
          </Button>
        </div>
      )}
      <LongList items={differences} keyOf={({ id }) => id} rowHeight={58} className={styles.differences}>
        {(difference) => (
          <Difference
            difference={difference}
            isChosen={chosen.has(difference.id)}
            onToggle={() => toggle(difference.id)}
          />
        )}
      </LongList>
    </>
  );
}

const isOfTeam = ({ is }: FleetDifference) => is !== 'own';

interface DifferenceProps {
  difference: FleetDifference;
  isChosen: boolean;
  onToggle: () => void;
}

const Difference = ({ difference, isChosen, onToggle }: DifferenceProps) => (
  <label className={styles.difference}>
    <input type="checkbox" checked={isChosen} onChange={onToggle} />
    <span>
      <strong>{nameOfDifference(difference)}</strong>{' '}
      {difference.kind !== 'setting' && <span className={styles.soft}>{difference.kind}</span>}{' '}
      <Tag tone={difference.is === 'new' ? 'good' : 'warn'}>{meaningOf[difference.is]}</Tag>
      {difference.fields.map(({ field, own, team }) => (
        <span key={field} className={styles.field}>
          {difference.kind !== 'setting' && `${field}: `}
          {difference.is !== 'new' && <del>{own ?? 'not said'}</del>}
          {difference.is === 'other' && ' → '}
          {difference.is !== 'own' && <ins>{team ?? 'not said'}</ins>}
        </span>
      ))}
    </span>
  </label>
);
