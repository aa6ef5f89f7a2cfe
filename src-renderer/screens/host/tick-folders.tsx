import { useEffect, useRef, useState } from 'react';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { entriesIn, withEntry } from '../../state/config-text.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { FolderTree } from './folder-tree.tsx';
import type { ConfigDraft } from './use-config-draft.ts';

interface Props {
  host: string;
  draft: ConfigDraft;
  /** A folder one came for, such as that of a customer whom nobody backs up. */
  from: string | undefined;
}

/** Directories to back up, ticked in the folders of the host. They go into the editor, and are saved from there. */
export function TickFolders({ host, draft, from }: Props) {
  const [root, setRoot] = useState<string>();
  const came = useRef<string>(undefined);
  useEffect(() => {
    if (from === undefined || from === came.current) return;
    came.current = from;
    setRoot(from);
  }, [from]);
  return (
    <>
      <Button onClick={() => setRoot('/')}>Tick folders…</Button>
      {root !== undefined && <TickDialog host={host} draft={draft} root={root} onRoot={setRoot} />}
    </>
  );
}

interface DialogProps {
  host: string;
  draft: ConfigDraft;
  root: string;
  onRoot: (root: string | undefined) => void;
}

function TickDialog({ host, draft, root, onRoot }: DialogProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const listed = entriesIn(draft.text).map(({ path }) => path);
  const tick = (path: string, on: boolean) =>
    setTicked((old) => {
      // What is below a folder that is ticked comes with it.
      const others = [...old].filter((one) => one !== path && !one.startsWith(`${path}/`));
      return new Set(on ? [...others, path] : others);
    });
  const add = () => {
    draft.setText([...ticked].sort().reduce(withEntry, draft.text));
    onRoot(undefined);
  };
  return (
    <Modal
      wide
      open
      title={`Directories of ${host} to back up`}
      onClose={() => onRoot(undefined)}
      actions={
        <>
          <Button onClick={() => onRoot(undefined)}>Cancel</Button>
          <Button look="primary" disabled={ticked.size === 0} onClick={add}>
            {ticked.size === 0 ? 'Add' : `Add ${count(ticked.size, 'directory', 'directories')}`}
          </Button>
        </>
      }
    >
      <p>
        In {displayText(root)} on {host}. Nothing is saved yet by adding.{' '}
        {root !== '/' && (
          <Button small look="quiet" onClick={() => onRoot('/')}>
            Show all folders of the host
          </Button>
        )}
      </p>
      <FolderTree key={root} host={host} path={root} listed={listed} ticked={ticked} onTick={tick} />
    </Modal>
  );
}
