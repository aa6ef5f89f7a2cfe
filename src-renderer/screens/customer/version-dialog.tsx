import { useState } from 'react';
import { fullDate, shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { join } from '../../format/paths.ts';
import { size } from '../../format/sizes.ts';
import { when } from '../../format/times.ts';
import type { Cell } from '../../state/cells.ts';
import type { FileRow } from '../../state/file-rows.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { timeAmong } from '../../state/night-names.ts';
import type { NightView } from '../../state/night-view.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { KeyValues } from '../../ui/key-values.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Download } from './download.tsx';
import { VersionContent } from './version-content.tsx';
import styles from './version-dialog.module.css';

interface Props {
  host: string;
  folder: string;
  row: FileRow;
  /** Run ids, oldest first, and which of them is looked at. */
  nights: readonly string[];
  column: number;
  views: readonly NightView[];
  taken: boolean;
  onToggle: (cell: Cell) => void;
  onClose: () => void;
}

/** One version of a file: what is known of it, what is in it, how it differs from another, and a way to have it here. */
export function VersionDialog({ host, folder, row, nights, column, views, taken, onToggle, onClose }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const [beside, setBeside] = useState('');
  const runId = nights[column] ?? '';
  const letter = row.versions[column] ?? '';
  const path = join(folder, row.name);
  const details = row.details?.[letter];
  const there = views.filter((view) => view.exists);
  const nameOf = (id: string) => {
    const view = views.find((known) => known.runId === id);
    return view ? `${shortDate(view.date)}${timeAmong(view, there, zone)}` : id;
  };
  // Each other version once, by the newest night that has it.
  const others = [...new Set(row.versions)].flatMap((other) => {
    const at = row.versions.lastIndexOf(other);
    return other === null || other === letter
      ? []
      : [[nights[at] ?? '', `${other}, ${nameOf(nights[at] ?? '')}`] as const];
  });
  const same = nights.filter((_, at) => row.versions[at] === letter).map(nameOf);
  const looked = views.find((view) => view.runId === runId);
  return (
    <Modal
      wide
      open
      title={`${displayText(row.name)}, ${looked ? `${fullDate(looked.date)}${timeAmong(looked, there, zone)}` : runId}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" onClick={() => onToggle({ host, path, type: row.type, runId, bytes: details?.size })}>
            {taken ? 'Leave this version out' : 'Take this version'}
          </Button>
        </>
      }
    >
      <KeyValues
        rows={[
          ['Version', `${letter}: ${same.length === 1 ? 'of that night alone' : same.join(', ')}`],
          ...(details
            ? ([
                ['Size', size(details.size)],
                ['Changed', when(details.mtime, zone, now)],
                ['Mode and owner', `${details.mode}, user ${details.uid}, group ${details.gid}`],
              ] as const)
            : []),
        ]}
      />
      {others.length > 0 && (
        <SelectField
          label="Beside"
          options={[['', 'nothing: the file as it is'], ...others]}
          value={beside}
          onChange={(event) => setBeside(event.target.value)}
        />
      )}
      <div className={styles.content}>
        <VersionContent key={beside} host={host} path={path} runId={runId} beside={beside || undefined} />
      </div>
      <Download host={host} runId={runId} path={path} />
    </Modal>
  );
}
