import { type KeyboardEvent, useId, useState } from 'react';
import { count } from '../../format/counts.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { completed, namesFor, typedPath, withoutSlash } from '../../state/path-completion.ts';
import { TextField } from '../../ui/field.tsx';
import styles from './folder-field.module.css';
import { FolderList } from './folder-list.tsx';

interface Props {
  host: string;
  label: string;
  placeholder: string;
  value: string;
  problem: string | undefined;
  onChange: (path: string) => void;
  /** Paths that are said to be in the list already. */
  listed: ReadonlySet<string>;
}

/** More than anybody reads; the next letter leaves fewer. */
const MOST = 200;

/**
 * A full path on a host, completed from its folders while it is typed. Arrows and Enter take a folder and show what is
 * in it; Tab completes as a shell does, and goes on to the next field where there is nothing to complete.
 */
export function FolderField({ host, value, onChange, listed, ...rest }: Props) {
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const listId = useId();
  const { typed, folder, names, note } = useFolders(host, value, open);
  const shown = open && typed !== undefined;

  const change = (path: string) => {
    setActive(-1);
    setOpen(true);
    onChange(path);
  };
  const take = (name: string) => change(`${folder}${name}/`);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const chosen = shown ? names[active] : undefined;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      // One place more than there are names: in it nothing is chosen, and Enter adds what was typed.
      const places = names.length + 1;
      setActive(((active + 1 + (event.key === 'ArrowDown' ? 1 : -1) + places) % places) - 1);
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === 'Enter') {
      if (chosen === undefined) return setOpen(false);
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Tab' && !event.shiftKey && shown) {
      const path = chosen === undefined ? completed(typed, names) : `${folder}${chosen}/`;
      if (path === undefined) return;
      event.preventDefault();
      change(path);
    }
  };

  return (
    <div className={styles.field}>
      <TextField
        bare
        mono
        {...rest}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls={shown ? listId : undefined}
        aria-activedescendant={shown && names[active] !== undefined ? `${listId}-${active}` : undefined}
        value={value}
        onChange={(event) => change(event.target.value)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {shown && <FolderList id={listId} {...{ folder, names, active, listed, note }} onTake={take} />}
      <span className="sr-only" role="status">
        {shown && names.length > 0 ? count(names.length, 'folder') : ''}
      </span>
    </div>
  );
}

/** The folders on the host that go on from what is typed; `typed` is undefined until they are those of just this text. */
function useFolders(host: string, value: string, wanted: boolean) {
  const now = typedPath(value);
  const folder = useDebounced(now?.folder ?? '', 60);
  const typed = now?.folder === folder ? now : undefined;
  const answer = useAnswer(
    'hosts.folders',
    { host, path: withoutSlash(folder || '/') },
    { enabled: wanted && folder !== '' },
  );
  const names = typed ? namesFor(typed.begun, answer.data?.folders ?? []).slice(0, MOST) : [];
  const none = answer.isPending ? 'Reading…' : `No folder in ${folder} goes on like that.`;
  return { typed, folder, names, note: answer.error?.message ?? none };
}
