import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { BackupConfig, Host } from '../../../src-main/contract/index.ts';
import { type CallError, callErrorOf } from '../../api/call-error.ts';
import { list } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { diffLines } from '../../format/line-diff.ts';
import { useConnection } from '../../state/connection.tsx';
import { reapply } from '../../state/reapply.ts';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { Modal } from '../../ui/modal.tsx';
import type { ConfigDraft } from './use-config-draft.ts';

/** Someone else saved meanwhile: what they changed, what was changed here, and a way to keep both. */
export function ConflictDialog({ host, draft, onClose }: { host: Host; draft: ConfigDraft; onClose: () => void }) {
  const connection = useConnection();
  // Read past the cache: the answer kept there is the very one that is out of date.
  const theirs = useQuery<BackupConfig, CallError>({
    queryKey: ['config.read', 'anew', host.name, draft.base.revision],
    queryFn: () =>
      connection.call('config.read', { host: host.name }).catch((error: unknown) => {
        throw callErrorOf(error);
      }),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal wide alert open title={`backup.config on ${host.name} was changed by someone else`} onClose={onClose}>
      <Answer of={theirs} loading={`Reading what stands on ${host.name} now…`}>
        {(saved) => <BothVersions saved={saved} draft={draft} onClose={onClose} />}
      </Answer>
    </Modal>
  );
}

function BothVersions({ saved, draft, onClose }: { saved: BackupConfig; draft: ConfigDraft; onClose: () => void }) {
  const { base, text } = draft;
  const merged = useMemo(() => reapply(base.text, text, saved.text), [base.text, text, saved.text]);
  const theirDiff = useMemo(() => diffLines(base.text, saved.text), [base.text, saved.text]);
  const next = { text: saved.text, revision: saved.revision };
  return (
    <>
      <h3>Theirs, already on the host</h3>
      <DiffView lines={theirDiff} label="What they changed" around={1} />
      <h3>Yours, not saved</h3>
      <DiffView lines={draft.diff} label="What you changed" around={1} />
      {merged.lost.length > 0 && (
        <p>
          Both changed {list(merged.lost.map((line) => `“${displayText(line.trim())}”`))}; theirs stands. Look at it
          before you save.
        </p>
      )}
      <p>Nothing is written until you save again.</p>
      <div>
        <Button
          look="primary"
          onClick={() => {
            draft.setText(merged.text, next);
            onClose();
          }}
        >
          Put mine on top of theirs
        </Button>{' '}
        <Button
          onClick={() => {
            draft.setText(saved.text, next);
            onClose();
          }}
        >
          Take theirs
        </Button>{' '}
        <Button onClick={onClose}>Decide later</Button>
      </div>
    </>
  );
}
