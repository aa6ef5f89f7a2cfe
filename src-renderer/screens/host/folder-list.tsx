import { useEffect, useRef } from 'react';
import { displayText } from '../../format/display-text.ts';
import styles from './folder-field.module.css';

interface Props {
  id: string;
  /** With its slash. */
  folder: string;
  names: readonly string[];
  active: number;
  listed: ReadonlySet<string>;
  /** Shown where there is no name: why. */
  note: string;
  onTake: (name: string) => void;
}

export function FolderList({ id, folder, names, active, listed, note, onTake }: Props) {
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked for when another one is chosen
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  // Below the last entry the field is often at the end of the window.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of names is another height
  useEffect(() => {
    list.current?.scrollIntoView({ block: 'nearest' });
  }, [names.length]);
  return (
    // The field keeps the focus: a press here must not take it, or the list would close before the click.
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={`Folders in ${displayText(folder)}`}
      className={styles.list}
      tabIndex={-1}
      onMouseDown={(event) => event.preventDefault()}
    >
      {names.map((name, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
        <div
          key={name}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === active}
          tabIndex={-1}
          className={styles.option}
          onClick={() => onTake(name)}
        >
          <span>{displayText(name)}/</span>
          {listed.has(folder + name) && <small>already in the list</small>}
        </div>
      ))}
      {names.length === 0 && <div className={styles.note}>{displayText(note)}</div>}
    </div>
  );
}
