import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { FileEntry, HeldNight, Hold } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { componentsOf, inCustomer, isInside, join, nameOf } from '../../format/paths.ts';
import { size } from '../../format/sizes.ts';
import { inZone, startOfRun, when } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { placesOf } from '../../state/places.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button, RowButton } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Table, tableStyles } from '../../ui/table.tsx';
import { Download } from '../customer/download.tsx';
import { VersionContent } from '../customer/version-content.tsx';
import styles from './hold-files.module.css';
import { nameOfHold } from './hold-name.ts';
import { RestoreHeldDialog } from './restore-held-dialog.tsx';

/** Paths by run id. */
type Chosen = ReadonlyMap<string, ReadonlySet<string>>;

/** What is in a hold, to be looked at, had here one by one, or restored in part. */
export function HoldFiles({ hold, onStart }: { hold: Hold; onStart?: (jobId: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <RowButton
        icon={<FolderOpen size={14} aria-hidden="true" />}
        label={`Look inside the hold of ${nameOfHold(hold)}`}
        onClick={() => setOpen(true)}
      >
        Look inside…
      </RowButton>
      {open && (
        <HoldFilesDialog
          hold={hold}
          onClose={() => setOpen(false)}
          onStart={(job) => {
            setOpen(false);
            onStart?.(job);
          }}
        />
      )}
    </>
  );
}

interface Props {
  hold: Hold;
  onClose: () => void;
  onStart: (jobId: string) => void;
}

function HoldFilesDialog({ hold, onClose, onStart }: Props) {
  const { customer, nights } = hold;
  const known = useAnswer('customers.get', { customer: customer ?? '-' }, { enabled: customer !== undefined });
  const [runId, setRunId] = useState(nights.at(-1)?.runId ?? '');
  const [folder, setFolder] = useState<string>();
  const [looked, setLooked] = useState<string>();
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const [restoring, setRestoring] = useState(false);
  const night = nights.find((one) => one.runId === runId);
  const zone = useTimeZone();
  // Two of a date, or of one on two hosts, are told apart by when they began.
  const nightName = ({ date, runId: id }: HeldNight) => {
    const start = nights.some((other) => other.runId !== id && other.date === date) ? startOfRun(id) : undefined;
    return `${shortDate(date)}${start === undefined ? '' : ` at ${inZone(start, zone).time}`}`;
  };
  const root = rootOf(night, known.data && placesOf(known.data).map((place) => place.root));
  const shown = folder ?? root;
  const parts = [...chosen].flatMap(([run, paths]) => (paths.size > 0 ? [{ runId: run, paths: [...paths] }] : []));
  const many = parts.reduce((sum, { paths }) => sum + paths.length, 0);
  const choose = (path: string, on: boolean) =>
    setChosen((old) => {
      // What is below a folder that is chosen comes with it.
      const others = [...(old.get(runId) ?? [])].filter((one) => one !== path && !isInside(one, path));
      return new Map([...old, [runId, new Set(on ? [...others, path] : others)]]);
    });
  if (restoring && customer !== undefined)
    return (
      <RestoreHeldDialog
        hold={hold}
        parts={parts}
        customer={customer}
        onClose={() => setRestoring(false)}
        onStart={onStart}
      />
    );
  return (
    <Modal
      wide
      open
      title={`Held: ${nameOfHold(hold)}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {customer !== undefined && (
            <Button look="primary" disabled={many === 0} onClick={() => setRestoring(true)}>
              {many === 0 ? 'Restore what is ticked…' : `Restore ${count(many, 'path')}…`}
            </Button>
          )}
        </>
      }
    >
      {nights.length > 1 && (
        <SelectField
          label="Night"
          options={nights.map((one) => [one.runId, nightName(one)] as const)}
          value={runId}
          onChange={({ target }) => {
            setRunId(target.value);
            setLooked(undefined);
          }}
        />
      )}
      <Crumbs
        root={root}
        folder={shown}
        onOpen={(path) => {
          setFolder(path);
          setLooked(undefined);
        }}
      />
      {night && (
        <HeldFolder
          key={`${runId} ${shown}`}
          asked={{ host: night.host, runId, path: shown, hold: { server: hold.server, id: hold.id } }}
          chosen={chosen.get(runId) ?? new Set()}
          canChoose={customer !== undefined}
          onChoose={choose}
          onOpen={(path, isFolder) => (isFolder ? setFolder(path) : setLooked(path))}
        />
      )}
      {night && looked !== undefined && (
        <section className={styles.looked} aria-label={displayText(nameOf(looked))}>
          <h3>{displayText(nameOf(looked))}</h3>
          <VersionContent
            host={night.host}
            runId={runId}
            path={looked}
            hold={{ server: hold.server, id: hold.id }}
            beside={undefined}
          />
          <Download
            key={looked}
            host={night.host}
            runId={runId}
            path={looked}
            hold={{ server: hold.server, id: hold.id }}
          />
        </section>
      )}
    </Modal>
  );
}

/** Where one begins: the customer's `/`. A hold that was made by itself may be of several. */
function rootOf(night: HeldNight | undefined, roots: readonly (string | undefined)[] = []): string {
  return roots.find((root) => root && night?.paths.every((path) => isInside(path, root))) ?? '/';
}

function Crumbs({ root, folder, onOpen }: { root: string; folder: string; onOpen: (path: string) => void }) {
  const parts = [{ name: '/', path: root }];
  for (const name of componentsOf(inCustomer(folder, root)))
    parts.push({ name, path: join(parts.at(-1)?.path ?? root, name) });
  return (
    <nav className={styles.crumbs} aria-label="Folder of the hold">
      {parts.map(({ name, path }, i) => (
        <Button
          key={path}
          small
          look="quiet"
          aria-current={i === parts.length - 1 ? 'location' : undefined}
          onClick={() => onOpen(path)}
        >
          {displayText(name)}
        </Button>
      ))}
    </nav>
  );
}

interface FolderProps {
  asked: { host: string; runId: string; path: string; hold: { server: string; id: string } };
  chosen: ReadonlySet<string>;
  canChoose: boolean;
  onChoose: (path: string, on: boolean) => void;
  onOpen: (path: string, isFolder: boolean) => void;
}

function HeldFolder({ asked, chosen, canChoose, onChoose, onOpen }: FolderProps) {
  const answer = useAnswer('files.list', asked);
  const zone = useTimeZone();
  const now = useNow();
  const above = [...chosen].some((path) => isInside(asked.path, path));
  const row = (entry: FileEntry) => {
    const path = join(asked.path, entry.name);
    const isFolder = entry.type === 'directory';
    const shown = `${displayText(entry.name)}${isFolder ? '/' : ''}`;
    return (
      <tr key={entry.name}>
        <td>
          {canChoose && (
            <input
              type="checkbox"
              aria-label={`Take ${shown}`}
              checked={above || chosen.has(path)}
              disabled={above}
              onChange={({ target }) => onChoose(path, target.checked)}
            />
          )}
        </td>
        <th scope="row" className={styles.name}>
          {isFolder || entry.type === 'file' ? (
            <Button small look="quiet" onClick={() => onOpen(path, isFolder)}>
              {shown}
            </Button>
          ) : (
            <span className={styles.plain}>
              {shown}
              {entry.target !== undefined && ` → ${displayText(entry.target)}`}
            </span>
          )}
        </th>
        <td className={tableStyles.end}>{isFolder ? '' : size(entry.size)}</td>
        <td className={tableStyles.nowrap}>{when(entry.mtime, zone, now)}</td>
      </tr>
    );
  };
  return (
    <Answer of={answer} loading="Reading what is held…">
      {({ entries }) =>
        entries.length === 0 ? (
          <p>Nothing is in it.</p>
        ) : (
          <div className={styles.list}>
            <Table label="What is held" columns={['-Taken', 'Name', '>Size', 'Changed']}>
              {entries.map(row)}
            </Table>
          </div>
        )
      }
    </Answer>
  );
}
