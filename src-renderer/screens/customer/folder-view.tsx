import { useMemo, useRef } from 'react';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer, parentOf } from '../../format/paths.ts';
import { useAnswer } from '../../state/commands.ts';
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

/** One folder over all nights. */
export function FolderView({ customer, host, root, folder, views, choice, ...props }: Props) {
  const anything = views.some((view) => view.exists);
  const history = useAnswer('files.history', { host, path: folder }, { enabled: anything });
  // A folder opened from the grid is a new grid, which goes on where the keyboard was.
  const opened = useRef(false);
  const onOpen = (next: string) => {
    opened.current = true;
    props.onOpen(next);
  };
  const rows = useMemo(() => sortRows(history.data?.rows ?? []), [history.data]);
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
              folder={folder}
              takesFocus={opened.current}
              nights={data.nights}
              rows={rows}
              views={views}
              selected={choice.selected}
              onSelectNights={choice.setSelected}
              taken={above !== undefined}
              isTicked={(row) => choice.ticks.has(`${host}\0${folder === '/' ? '' : folder}/${row.name}`)}
              onTick={(changed, on) =>
                choice.tick(
                  changed.map((row) => tickOfRow(host, folder, data, row)),
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
