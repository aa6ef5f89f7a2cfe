import type { VersionCell } from '../../state/version-cells.ts';
import { classes } from '../../ui/classes.ts';
import styles from './file-grid.module.css';

interface Props {
  cell: VersionCell;
  /** The night, for whoever hears it. */
  night: string;
  hint: string;
  /** How it comes to be taken. */
  taken: 'cell' | 'tick' | 'folder' | undefined;
  active: boolean;
  onToggle: () => void;
  onLook: () => void;
}

/** One version of a file: pressed, it is taken, or left out again; pressed twice, it is shown. */
export function VersionMark({ cell, night, hint, taken, active, onToggle, onLook }: Props) {
  if (cell.kind === 'gone') return <span className={classes(styles.version, styles.absent)}>gone</span>;
  if (cell.kind === 'absent') return <span className={classes(styles.version, styles.absent)}>–</span>;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes(
        styles.version,
        cell.changed && styles.changed,
        taken !== undefined && styles.taken,
        active && styles.activeCell,
      )}
      aria-label={`version ${cell.letter}, ${night}`}
      aria-pressed={taken !== undefined}
      aria-disabled={taken === 'folder'}
      data-hint={hint}
      onClick={onToggle}
      onDoubleClick={onLook}
    >
      {cell.letter}
    </button>
  );
}
