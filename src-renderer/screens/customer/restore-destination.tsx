import type { CommandInput } from '../../../src-main/contract/index.ts';
import { useFleet } from '../../state/fleet.ts';
import type { Place } from '../../state/places.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import styles from './restore-panel.module.css';

export type Destination = CommandInput<'restore.plan'>['to'];

interface Props {
  places: readonly Place[];
  to: Destination;
  onChange: (to: Destination) => void;
}

/**
 * Where the tarball goes: into the customer's `/`, as it is or unpacked beside what is there, unless they moved or staff
 * want to look at it themselves; in place of what is there only where the fleet's settings allow it.
 */
export function RestoreDestination({ places, to, onChange }: Props) {
  const fleet = useFleet().data?.fleet;
  const hosts = fleet?.hosts.map(({ name }) => name) ?? [];
  const own = new Set(places.map(({ host }) => host));
  const rootOn = (host: string) => (places.find((place) => place.host === host) ?? places[0])?.root ?? '';
  const value = to === undefined ? '' : to.way === 'host' ? `on ${to.host}` : to.way;
  return (
    <div className={styles.destination}>
      <SelectField
        bare
        label="Deliver to"
        value={value}
        options={[
          ['', 'their /, as always'],
          ['unpacked', 'unpacked in a new folder'],
          ...(fleet?.restoreInPlace ? [['in-place', 'in place of what is there'] as const] : []),
          ['desk', 'the machine Nightkeep runs on'],
          ...hosts
            .filter((host) => !own.has(host) || own.size > 1)
            .map((host) => [`on ${host}`, `their / on ${host}`] as const),
        ]}
        onChange={({ target }) => {
          const host = target.value.slice('on '.length);
          if (target.value === '') onChange(undefined);
          else if (target.value === 'desk' || target.value === 'unpacked' || target.value === 'in-place')
            onChange({ way: target.value });
          else onChange({ way: 'host', host, root: rootOn(host) });
        }}
      />
      {to?.way === 'host' && (
        <TextField
          bare
          mono
          label={`Their / on ${to.host}`}
          value={to.root}
          onChange={({ target }) => onChange({ ...to, root: target.value })}
        />
      )}
    </div>
  );
}
