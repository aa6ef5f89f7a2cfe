import { useQueryClient } from '@tanstack/react-query';
import type { ReplyChoice, ReplySettings } from '../../../src-main/contract/index.ts';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { issueAt, issuesIn } from '../../state/fleet-draft.ts';
import { keep, useKept } from '../../state/stored.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { LongField } from './long-field.tsx';
import { ReplyTemplates } from './reply-templates.tsx';
import styles from './settings.module.css';

/** What replies to customers are made of, and where a ticket's number leads. */
export function RepliesCard() {
  const answer = useAnswer('replies.get', {});
  return (
    <Card title="Replies to customers">
      <Answer of={answer} loading="Reading the templates…">
        {(choice) => <ReplyForm choice={choice} />}
      </Answer>
    </Card>
  );
}

/** An edit is there again when one comes back from another screen. */
const key = 'replies.draft';

function ReplyForm({ choice }: { choice: ReplyChoice }) {
  const kept = useKept(key);
  const draft = kept === undefined ? choice.settings : (JSON.parse(kept) as ReplySettings);
  const client = useQueryClient();
  const save = useAction('replies.set');
  const { show } = useToasts();
  const change = (part: Partial<ReplySettings>) => keep(key, JSON.stringify({ ...draft, ...part }));
  const issues = issuesIn(save.error);
  const store = () =>
    save.mutate(draft, {
      onSuccess: async () => {
        await reread(client, 'replies.get', 'replies.compose');
        keep(key, undefined);
        show({ tone: 'good', title: 'Saved what replies are made of' });
      },
    });
  return (
    <form
      className={styles.replies}
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <div className={styles.around}>
        <TextField
          label="Address of a ticket"
          placeholder="https://tickets.example.com/{ticket}"
          hint="With it, ticket numbers are links wherever Nightkeep shows them."
          mono
          maxLength={500}
          value={draft.ticketAddress ?? ''}
          problem={issueAt(issues, 'ticketAddress')}
          onChange={({ target }) => change({ ticketAddress: target.value.trim() || undefined })}
        />
        <LongField
          label="Signature"
          rows={3}
          maxLength={2000}
          value={draft.signature}
          onChange={(signature) => change({ signature })}
        />
      </div>
      <ReplyTemplates choice={choice} draft={draft} issues={issues} onChange={(templates) => change({ templates })} />
      {save.error && <ErrorBox error={save.error} />}
      {kept !== undefined && (
        <div className={styles.row}>
          <Button type="submit" look="primary" disabled={save.isPending}>
            Save the replies
          </Button>
          <Button
            onClick={() => {
              keep(key, undefined);
              save.reset();
              show({ tone: 'plain', title: 'Discarded', action: { label: 'Undo', run: () => keep(key, kept) } });
            }}
          >
            Discard
          </Button>
          <span className={styles.soft}>not saved yet</span>
        </div>
      )}
    </form>
  );
}
