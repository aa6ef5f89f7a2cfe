import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { displayText } from '../../format/display-text.ts';
import { join } from '../../format/paths.ts';
import { type Cell, takenBy } from '../../state/cells.ts';
import type { FileRow } from '../../state/file-rows.ts';
import { useTimeZone } from '../../state/fleet.ts';
import { folderBytes } from '../../state/folder-bytes.ts';
import { namesOf } from '../../state/night-names.ts';
import type { NightView } from '../../state/night-view.ts';
import styles from './file-grid.module.css';
import { FileGridHead } from './file-grid-head.tsx';
import { FileGridRow } from './file-grid-row.tsx';
import type { Choice } from './use-choice.ts';
import { VersionDialog } from './version-dialog.tsx';

interface Props {
  host: string;
  folder: string;
  /** When it first shows: it stands in for a grid that had the focus. */
  takesFocus: boolean;
  /** Run ids, oldest first: the columns. */
  nights: readonly string[];
  rows: readonly FileRow[];
  views: readonly NightView[];
  selected: ReadonlySet<string>;
  onSelectNights: (selected: ReadonlySet<string>) => void;
  /** A folder above is ticked: everything here goes along and can't be unticked one by one. */
  taken: boolean;
  isTicked: (row: FileRow) => boolean;
  onTick: (rows: readonly FileRow[], on: boolean) => void;
  choice: Choice;
  /** A folder that will likely be opened next. */
  onNear: (folder: string) => void;
  onOpen: (folder: string) => void;
  onUp: (() => void) | undefined;
}

const rowHeight = 32;

/**
 * Files down, nights across. Only the rows in view are in the document, so the keyboard's place is told by
 * aria-activedescendant instead of the focus of a row, which may not be there.
 */
export function FileGrid(props: Props) {
  const { host, folder, nights, rows, views, isTicked, onTick, onOpen, onUp, onNear, taken, takesFocus, choice } =
    props;
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  /** Where the keyboard is in the row: at a version, or at the name. */
  const [column, setColumn] = useState<number>();
  const [looking, setLooking] = useState<{ row: FileRow; column: number }>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
  });

  const names = namesOf(nights, views, useTimeZone());

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when it first shows
  useEffect(() => {
    if (takesFocus) scroll.current?.focus();
  }, []);

  // The newest night is the one that is asked for most, and the last of the columns.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as soon as there are others, and not at each look
  useEffect(() => {
    if (scroll.current) scroll.current.scrollLeft = scroll.current.scrollWidth;
  }, [nights.length]);
  useEffect(() => {
    const cell = column === undefined ? null : document.getElementById(`${id}-${active}-${column}`);
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [id, active, column]);

  const near = (row: FileRow | undefined) => row?.type === 'directory' && onNear(join(folder, row.name));
  const goTo = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
    near(rows[next]);
  };
  const toggle = (index: number, range: boolean) => {
    const row = rows[index];
    if (!row || taken) return;
    const [from, to] = range ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    onTick(rows.slice(from, to + 1), range || !isTicked(row));
    setAnchor(index);
    setActive(index);
  };
  const open = (row: FileRow | undefined) => row?.type === 'directory' && onOpen(join(folder, row.name));
  const cellAt = (row: FileRow, at: number): Cell => ({
    host,
    path: join(folder, row.name),
    type: row.type,
    runId: nights[at] ?? '',
    bytes: row.type === 'directory' ? undefined : row.details?.[row.versions[at] ?? '']?.size,
  });
  const take = (row: FileRow | undefined, at: number) =>
    row && row.versions[at] != null && choice.toggle(cellAt(row, at));
  const look = (row: FileRow | undefined, at: number) => {
    if (row?.type === 'directory') open(row);
    else if (row?.type === 'file' && row.versions[at] != null) setLooking({ row, column: at });
  };
  const newest = (row: FileRow | undefined) => row?.versions.findLastIndex((letter) => letter !== null) ?? -1;
  const page = () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 2);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: active + page(),
      PageUp: active - page(),
    };
    const target = moves[event.key];
    if (target !== undefined) {
      goTo(target);
      if (event.shiftKey && !taken) onTick(rows.slice(Math.min(active, target), Math.max(active, target) + 1), true);
    } else if (event.key === ' ') {
      if (column === undefined) toggle(active, false);
      else take(rows[active], column);
    } else if (event.key === 'Enter') look(rows[active], column ?? newest(rows[active]));
    else if (event.key === 'ArrowRight') setColumn(Math.min(nights.length - 1, (column ?? -1) + 1));
    else if (event.key === 'ArrowLeft' && column !== undefined) setColumn(column === 0 ? undefined : column - 1);
    else if (event.key === 'Backspace' || event.key === 'ArrowLeft') onUp?.();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== '?') jump(event.key);
    else return;
    event.preventDefault();
  };
  const jump = (letter: string) => {
    const starts = (row: FileRow) => row.name.toLowerCase().startsWith(letter.toLowerCase());
    const after = rows.findIndex((row, i) => i > active && starts(row));
    const found = after >= 0 ? after : rows.findIndex(starts);
    if (found >= 0) goTo(found);
  };

  return (
    <div
      ref={scroll}
      className={styles.scroll}
      role="grid"
      aria-label={`Files in ${displayText(folder)}`}
      aria-rowcount={rows.length + 1}
      aria-colcount={nights.length + 3}
      aria-multiselectable="true"
      aria-activedescendant={column === undefined ? `${id}-${active}` : `${id}-${active}-${column}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      style={{ '--nights': nights.length } as React.CSSProperties}
    >
      <div className={styles.inner} role="presentation" style={{ height: virtual.getTotalSize() }}>
        <FileGridHead {...props} allTicked={rows.every(isTicked)} />
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <FileGridRow
                key={row.name}
                id={`${id}-${item.index}`}
                index={item.index}
                top={item.start}
                row={row}
                folderBytes={
                  row.type === 'directory'
                    ? folderBytes(join(folder, row.name), nights, row.versions, views)
                    : undefined
                }
                ticked={taken || isTicked(row)}
                taken={taken}
                active={item.index === active}
                onTick={(range) => toggle(item.index, range)}
                onOpen={() => open(row)}
                onPoint={() => setActive(item.index)}
                onNear={() => near(row)}
                column={item.index === active ? column : undefined}
                names={names}
                takenAt={(at) => takenBy(choice.chosen, cellAt(row, at))}
                onTake={(at) => {
                  setActive(item.index);
                  take(row, at);
                }}
                onLook={(at) => look(row, at)}
              />
            )
          );
        })}
      </div>
      {looking && (
        <VersionDialog
          host={host}
          folder={folder}
          row={looking.row}
          nights={nights}
          column={looking.column}
          views={views}
          taken={takenBy(choice.chosen, cellAt(looking.row, looking.column)) !== undefined}
          onToggle={choice.toggle}
          onClose={() => setLooking(undefined)}
        />
      )}
    </div>
  );
}
