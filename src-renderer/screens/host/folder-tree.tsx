import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { displayText } from '../../format/display-text.ts';
import { isInside, join, nameOf } from '../../format/paths.ts';
import { useAnswer } from '../../state/commands.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Loading } from '../../ui/loading.tsx';
import styles from './folder-tree.module.css';

interface Props {
  host: string;
  path: string;
  /** Entries of the file; what is below one is copied with it. */
  listed: readonly string[];
  ticked: ReadonlySet<string>;
  onTick: (path: string, on: boolean) => void;
}

/** More than anybody ticks; the box for a full path completes any. */
const most = 500;

/** The folders in a folder of the host, each to be ticked, or opened for those in it. */
export function FolderTree({ host, path, ...rest }: Props) {
  const answer = useAnswer('hosts.folders', { host, path });
  if (answer.isError) return <ErrorBox error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Loading>{`Reading ${displayText(path)}…`}</Loading>;
  const { folders } = answer.data;
  if (folders.length === 0) return <p className={styles.soft}>No folders in it.</p>;
  return (
    <>
      <ul className={styles.list}>
        {folders.slice(0, most).map((name) => (
          <Folder key={name} host={host} path={join(path, nameOf(name))} {...rest} />
        ))}
      </ul>
      {folders.length > most && <p className={styles.soft}>and {folders.length - most} more</p>}
    </>
  );
}

function Folder({ path, listed, ticked, onTick, ...rest }: Props) {
  const [open, setOpen] = useState(false);
  const over = [...listed, ...ticked].find((one) => one !== path && isInside(path, one));
  const isListed = listed.includes(path);
  const reason = isListed
    ? 'already in the list'
    : over !== undefined
      ? `in ${displayText(over)}`
      : isNameable(path)
        ? undefined
        : 'its name can’t stand in backup.config';
  const shown = displayText(path);
  return (
    <li>
      <div className={styles.folder}>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={open}
          aria-label={`Folders in ${shown}`}
          onClick={() => setOpen(!open)}
        >
          <ChevronRight size={14} aria-hidden="true" />
        </button>
        <label>
          <input
            type="checkbox"
            aria-label={shown}
            checked={isListed || over !== undefined || ticked.has(path)}
            disabled={reason !== undefined}
            onChange={(event) => onTick(path, event.target.checked)}
          />
          <span className={styles.name}>{displayText(nameOf(path))}</span>
        </label>
        {reason && <span className={styles.soft}>{reason}</span>}
      </div>
      {open && (
        <div className={styles.below}>
          <FolderTree path={path} listed={listed} ticked={ticked} onTick={onTick} {...rest} />
        </div>
      )}
    </li>
  );
}

/** An entry is the rest of a line, without blanks at its end. */
const isNameable = (path: string) => !/[\n\r]|[ \t]$/.test(path);
