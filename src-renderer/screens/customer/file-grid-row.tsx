import { ChevronRight, FileQuestion, FileSymlink } from 'lucide-react';
import { displayText } from '../../format/display-text.ts';
import { size } from '../../format/sizes.ts';
import type { takenBy } from '../../state/cells.ts';
import type { FileRow } from '../../state/file-rows.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { cellsOf } from '../../state/version-cells.ts';
import { versionHint } from '../../state/version-hint.ts';
import { classes } from '../../ui/classes.ts';
import styles from './file-grid.module.css';
import { VersionMark } from './version-mark.tsx';

interface Props {
  id: string;
  index: number;
  /** Pixels from the top of the list. */
  top: number;
  row: FileRow;
  /** What is in it, of a folder, where that is known. */
  folderBytes: number | undefined;
  ticked: boolean;
  taken: boolean;
  active: boolean;
  onTick: (range: boolean) => void;
  onOpen: () => void;
  onPoint: () => void;
  onNear: () => void;
  /** The version that the keyboard is at. */
  column: number | undefined;
  /** Of the nights. */
  names: readonly { short: string; full: string }[];
  takenAt: (column: number) => ReturnType<typeof takenBy>;
  onTake: (column: number) => void;
  onLook: (column: number) => void;
}

export function FileGridRow({
  id,
  index,
  top,
  row,
  folderBytes,
  ticked,
  taken,
  active,
  onTick,
  onOpen,
  onPoint,
  onNear,
  column,
  names,
  takenAt,
  onTake,
  onLook,
}: Props) {
  const zone = useTimeZone();
  const now = useNow();
  const name = displayText(row.name);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the grid
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={ticked}
      className={classes(styles.row, styles.item, ticked && styles.ticked, active && styles.active)}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onPoint}
      onPointerEnter={onNear}
    >
      <span role="gridcell" className={classes(styles.tick, styles.pinned)}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Tick ${name}`}
          checked={ticked}
          disabled={taken}
          onChange={(event) => onTick('shiftKey' in event.nativeEvent && event.nativeEvent.shiftKey === true)}
        />
      </span>
      <span role="rowheader" className={classes(styles.name, styles.pinned)} title={name} onDoubleClick={onOpen}>
        {row.type === 'directory' ? (
          <button
            type="button"
            tabIndex={-1}
            className={classes(styles.name, styles.folder, styles.open)}
            aria-label={`Open ${name}`}
            onClick={onOpen}
          >
            <ChevronRight size={13} aria-hidden="true" />
            <span>{name}</span>
          </button>
        ) : (
          <>
            <Icon type={row.type} />
            <span>{name}</span>
          </>
        )}
      </span>
      {cellsOf(row.versions).map((cell, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are the nights, which stand still
        <span key={i} id={`${id}-${i}`} role="gridcell" className={styles.cell}>
          <VersionMark
            cell={cell}
            night={names[i]?.short ?? 'a night'}
            hint={
              cell.kind === 'version'
                ? versionHint({ row, letter: cell.letter, night: names[i]?.full ?? '', taken: takenAt(i), zone, now })
                : ''
            }
            taken={takenAt(i)}
            active={column === i}
            onToggle={() => onTake(i)}
            onLook={() => onLook(i)}
          />
        </span>
      ))}
      <Size row={row} folderBytes={folderBytes} />
    </div>
  );
}

/** A folder's own size is that of its list of names, which says nothing of what is in it. */
function Size({ row, folderBytes }: Pick<Props, 'row' | 'folderBytes'>) {
  if (row.type === 'directory' && folderBytes === undefined) {
    return (
      <span role="gridcell" className={styles.size} aria-label="size not known" data-hint={unmeasured}>
        —
      </span>
    );
  }
  const text = row.type === 'symlink' ? 'link' : row.type === 'other' ? '' : size(folderBytes ?? row.size);
  return (
    <span role="gridcell" className={styles.size}>
      {text}
    </span>
  );
}

const unmeasured =
  'Not measured: a night’s record has the size of each directory of backup.config, not of what is in it.';

/** Only what is neither a file nor a folder has a sign. */
function Icon({ type }: { type: FileRow['type'] }) {
  if (type === 'symlink') return <FileSymlink size={13} aria-label="symlink" />;
  return type === 'other' ? <FileQuestion size={13} aria-label="special file" /> : null;
}
