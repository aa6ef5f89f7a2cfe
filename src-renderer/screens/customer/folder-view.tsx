import { useEffect, useMemo, useRef } from 'react';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer, join, parentOf } from '../../format/paths.ts';
import { useAnswer, usePrefetch } from '../../state/commands.ts';
import { sortRows } from '../../state/file-rows.ts';
import type { NightView } from '../../state/night-view.ts';
import { tickedAbove, tickOfRow } from '../../state/ticks.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FileGrid } from './file-grid.tsx';
import styles from './files-card.module.css';
import type { Choice } from './use-choice.ts';

interface Props {
  customer: string;
  host: string;
  root: string;
  folder: string;
  views: NightView[];
  choice: Choice;
  onOpen: (folder: string) => void;
}

/** Folders that are read ahead unasked, each by one round trip. */
const mostReadAhead = 4;

/** One folder over all nights. */
export function FolderView({ customer, host, root, folder, views, choice, ...props }: Props) {
  const anything = views.some((view) => view.exists);
  const history = useAnswer('files.history', { host, path: folder, quick: true }, { enabled: anything });
  // In which nights folders changed takes longer to find out, and comes after.
  const hasFolders = history.data?.rows.some((row) => row.type === 'directory') ?? false;
  const whole = useAnswer('files.history', { host, path: folder }, { enabled: hasFolders });
  const shown = whole.data ?? history.data;
  const prefetch = usePrefetch('files.history');
  const onNear = (next: string) => prefetch({ host, path: next, quick: true });
  // Where there is little to choose from, the next folder is read before anybody points at it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each folder
  useEffect(() => {
    const folders = history.data?.rows.filter((row) => row.type === 'directory') ?? [];
    if (folders.length <= mostReadAhead) for (const row of folders) onNear(join(folder, row.name));
  }, [history.data]);
  // A folder opened from the grid is a new grid, which goes on where the keyboard was.
  const opened = useRef(false);
  const onOpen = (next: string) => {
    opened.current = true;
    props.onOpen(next);
  };
  const rows = useMemo(() => sortRows(shown?.rows ?? []), [shown]);
  if (!anything)
    return (
      <Empty title="No files to show">
        There is no night of {customer} on {host} yet.
      </Empty>
    );
  const above = tickedAbove(choice.ticks, host, folder) ?? choice.ticks.get(`${host}\0${folder}`);
  return (
    <Answer of={history} loading={`Reading ${displayText(inCustomer(folder, root))} in all nights…`}>
      {(data) => (
        <>
          {rows.length === 0 ? (
            <Empty
              title="This folder is in no night"
              actions={
                folder === root ? undefined : <Button onClick={() => onOpen(parentOf(folder))}>One folder up</Button>
              }
            >
              {folder === root
                ? `Nothing of ${customer} is in the nights of ${host}. Look at its backup.config.`
                : 'It is empty, is not backed up, or left rotation.'}
            </Empty>
          ) : (
            <FileGrid
              key={`${host} ${folder}`}
              host={host}
              folder={folder}
              choice={choice}
              onNear={onNear}
              takesFocus={opened.current}
              nights={(shown ?? data).nights}
              rows={rows}
              views={views}
              selected={choice.selected}
              onSelectNights={choice.setSelected}
              taken={above !== undefined}
              isTicked={(row) => choice.ticks.has(`${host}\0${folder === '/' ? '' : folder}/${row.name}`)}
              onTick={(changed, on) =>
                choice.tick(
                  changed.map((row) => tickOfRow(host, folder, shown ?? data, row)),
                  on,
                )
              }
              onOpen={onOpen}
              onUp={folder === root ? undefined : () => onOpen(parentOf(folder))}
            />
          )}
          <div className={styles.foot} role="status">
            <span>{count(rows.length, 'item')}</span>
            {above && <span>All of this folder is taken along with {displayText(above.path)}</span>}
            {choice.ticks.size > 0 && (
              <>
                <span>{count(choice.ticks.size, 'item')} ticked</span>
                <Button small look="quiet" onClick={() => choice.tick([...choice.ticks.values()], false)}>
                  Untick all
                </Button>
              </>
            )}
          </div>
        </>
      )}
    </Answer>
  );
}
