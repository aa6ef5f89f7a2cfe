import { type FieldIssue, type FleetDraft, issueAt, numberOrNothing, orNothing } from '../../state/fleet-draft.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import styles from './settings.module.css';

interface Props {
  fleet: FleetDraft;
  issues: readonly FieldIssue[];
  onChange: (part: Partial<FleetDraft>) => void;
}

const zones = Intl.supportedValuesOf('timeZone');

export function GeneralFields({ fleet, issues, onChange }: Props) {
  const servers = fleet.servers ?? [];
  const repository = fleet.repository;
  return (
    <div className={styles.grid}>
      <TextField
        label="Time zone"
        list="time-zones"
        value={fleet.timeZone ?? ''}
        problem={issueAt(issues, 'timeZone')}
        hint="The dates of nights go by it."
        onChange={(event) => onChange({ timeZone: event.target.value })}
      />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <TextField
        label="Support address"
        type="email"
        value={fleet.supportAddress ?? ''}
        problem={issueAt(issues, 'supportAddress')}
        hint="Hosts mail it about missing directories and failed runs."
        onChange={(event) => onChange({ supportAddress: orNothing(event.target.value) })}
      />
      <TextField
        label="Nights to keep"
        type="number"
        min={1}
        max={90}
        value={fleet.nightsToKeep ?? ''}
        problem={issueAt(issues, 'nightsToKeep')}
        hint="Dates, not runs: a second run on a day pushes none out."
        onChange={(event) => onChange({ nightsToKeep: numberOrNothing(event.target.value) })}
      />
      <TextField
        label="Warn of a loss above, in %"
        type="number"
        min={0}
        max={100}
        value={fleet.collapseShare === undefined ? '' : Math.round(fleet.collapseShare * 100)}
        problem={issueAt(issues, 'collapseShare')}
        hint="Of an entry’s files or bytes, in one night."
        onChange={(event) => {
          const percent = numberOrNothing(event.target.value);
          onChange({ collapseShare: percent === undefined ? undefined : percent / 100 });
        }}
      />
      <TextField
        label="Longest time of an entry, in minutes"
        type="number"
        min={1}
        max={14_400}
        value={fleet.entryMinutes ?? ''}
        problem={issueAt(issues, 'entryMinutes')}
        hint="Then the others go on; the last night stands in for it."
        onChange={(event) => onChange({ entryMinutes: numberOrNothing(event.target.value) })}
      />
      <SelectField
        label="Restores in place"
        options={[
          ['', 'not allowed'],
          ['yes', 'can be chosen'],
        ]}
        value={fleet.restoreInPlace ? 'yes' : ''}
        problem={issueAt(issues, 'restoreInPlace')}
        hint="What is there stays beside it under another name."
        onChange={(event) => onChange({ restoreInPlace: event.target.value === 'yes' || undefined })}
      />
      <SelectField
        label="Scripts come from server"
        options={[['', 'nowhere'], ...servers.map((server) => [server.name, server.name] as const)]}
        value={repository?.server ?? ''}
        problem={issueAt(issues, 'repository.server')}
        onChange={(event) =>
          onChange({
            repository: event.target.value
              ? { server: event.target.value, path: repository?.path ?? '/data/scripts' }
              : undefined,
          })
        }
      />
      {repository && (
        <div className={styles.two}>
          <TextField
            mono
            label="Path of the scripts there"
            value={repository.path}
            problem={issueAt(issues, 'repository.path')}
            onChange={(event) => onChange({ repository: { ...repository, path: event.target.value } })}
          />
        </div>
      )}
    </div>
  );
}
