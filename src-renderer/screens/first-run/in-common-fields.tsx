import { numberOrNothing, orNothing } from '../../state/fleet-draft.ts';
import type { InCommon } from '../../state/newcomers.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import styles from './first-run.module.css';

interface Props {
  kind: 'server' | 'host';
  common: InCommon;
  onChange: (common: InCommon) => void;
}

const rights = [
  ['none', 'the login has them'],
  ['sudo', 'by sudo, without a password'],
  ['doas', 'by doas, without a password'],
] as const;

/** What counts for each machine that says nothing else of itself. */
export const InCommonFields = ({ kind, common, onChange }: Props) => (
  <div className={styles.common}>
    <TextField
      label="User on all of them"
      placeholder="as ssh has it"
      value={common.user ?? ''}
      onChange={(event) => onChange({ ...common, user: orNothing(event.target.value) })}
    />
    <TextField
      label="Private key file"
      mono
      placeholder="the keys ssh would try"
      value={common.identityFile ?? ''}
      onChange={(event) => onChange({ ...common, identityFile: orNothing(event.target.value) })}
    />
    <TextField
      label="Port"
      type="number"
      placeholder="22"
      value={common.port ?? ''}
      onChange={(event) => onChange({ ...common, port: numberOrNothing(event.target.value) })}
    />
    <SelectField
      label="Rights to read customers"
      options={rights}
      value={common.become ?? 'none'}
      onChange={(event) =>
        onChange({ ...common, become: rights.find(([value]) => value === event.target.value)?.[0] ?? 'none' })
      }
    />
    {kind === 'host' && (
      <TextField
        label="Path of backup.config"
        mono
        placeholder="looked for"
        hint="Only where it lies in no usual place."
        value={common.configPath ?? ''}
        onChange={(event) => onChange({ ...common, configPath: orNothing(event.target.value) })}
      />
    )}
  </div>
);
