import type { Tonight } from '../../../src-main/contract/index.ts';
import { count, number } from '../../format/counts.ts';
import { hostStateWord } from '../../format/states.ts';
import { hostCounts, type StateFilter, serversOf, type TonightFilter } from '../../state/tonight-filter.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import styles from './tonight-page.module.css';

interface Props {
  tonight: Tonight;
  filter: TonightFilter;
  onChange: (filter: TonightFilter) => void;
  shown: number;
}

/** Which hosts the map shows: by state, server and name. */
export function FilterBar({ tonight, filter, onChange, shown }: Props) {
  const { hosts } = tonight;
  const servers = serversOf(hosts);
  const good = tonight.counts.good;
  const states: (readonly [StateFilter, string])[] = [
    ['all', `all ${number(hosts.length)}`],
    ['not-good', `not good (${number(hosts.length - good)})`],
    ...hostCounts(tonight).map(([state, many]) => [state, `${hostStateWord[state]} (${number(many)})`] as const),
  ];
  return (
    <div className={styles.filters}>
      <TextField
        bare
        type="search"
        label="Find a host"
        placeholder="Find a host"
        value={filter.text}
        onChange={(event) => onChange({ ...filter, text: event.target.value })}
      />
      <SelectField
        bare
        label="State"
        options={states}
        value={filter.state}
        onChange={(event) => {
          const state = states.find(([value]) => value === event.target.value)?.[0];
          if (state) onChange({ ...filter, state });
        }}
      />
      {servers.length > 1 && (
        <SelectField
          bare
          label="Server"
          options={[['', 'every server'], ...servers.map((server) => [server, server] as const)]}
          value={filter.server}
          onChange={(event) => onChange({ ...filter, server: event.target.value })}
        />
      )}
      <span className={styles.shown} role="status">
        {shown === hosts.length ? count(shown, 'host') : `${number(shown)} of ${count(hosts.length, 'host')}`}
      </span>
    </div>
  );
}
