import { useEffect, useRef } from 'react';
import type { RestoreOutcome } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { useReply } from '../../state/reply.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { SelectField } from '../../ui/field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import around from './customer-page.module.css';
import styles from './reply-card.module.css';
import { ReplyCommands } from './reply-commands.tsx';
import { TarballFacts } from './tarball-facts.tsx';

interface Props {
  restore: RestoreOutcome;
  /** Of a restore that was opened from the list, whose facts stand nowhere else. */
  past?: string | undefined;
  onClose: () => void;
}

/** The finished reply, in the middle of the page: by a template, worded anew if one likes, and what it did not say. */
export function ReplyCard({ restore, past, onClose }: Props) {
  const reply = useReply(restore.id, restore.reply);
  const { show } = useToasts();
  const field = useRef<HTMLTextAreaElement>(null);
  const next = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Who pressed for an older reply comes to it. One that comes by itself pulls nobody away; but who pressed Restore, which
    // is gone by now, goes on at what comes next.
    if (past !== undefined) field.current?.focus({ preventScroll: true });
    else if (document.activeElement === document.body) next.current?.querySelector('button')?.focus();
  }, [past]);
  const again = () => {
    const { text } = reply;
    reply.setText(undefined);
    show({
      tone: 'plain',
      title: 'Began again from the template',
      action: { label: 'Undo', run: () => reply.setText(text) },
    });
  };
  return (
    <>
      <div className={around.files}>
        <Card
          fill
          title="Reply to the customer"
          aside={
            <div className={styles.template}>
              {reply.edited && (
                <Button small onClick={again}>
                  Start again from the template
                </Button>
              )}
              {reply.templates.length > 0 && (
                <SelectField
                  bare
                  label="Template"
                  value={reply.template}
                  options={reply.templates.map(({ id, name }) => [id, name] as const)}
                  onChange={(event) => reply.choose(event.target.value)}
                />
              )}
              <Button small onClick={onClose}>
                Back to the files
              </Button>
            </div>
          }
        >
          <div className={styles.body}>
            {past !== undefined && (
              <>
                <p className={styles.soft}>{past}</p>
                {restore.tarballs.map((tarball) => (
                  <TarballFacts key={tarball.host + tarball.path} tarball={tarball} />
                ))}
              </>
            )}
            {reply.error && <ErrorBox error={reply.error} />}
            {reply.isWrittenOnce && (
              <p className={styles.soft}>
                As it was written then: what it says was not noted apart, so no template fits it.
              </p>
            )}
            {(reply.isOfFolder || reply.isInPlace) && (
              <p className={styles.soft}>
                Templates tell how to unpack a tarball. This one tells of{' '}
                {reply.isInPlace ? 'what was put in place' : 'a folder'}, in the template’s language.
              </p>
            )}
            {reply.left.length > 0 && (
              <ul className={styles.left} aria-label="Left out of the reply">
                {reply.left.map(({ line, fields }) => (
                  <li key={line}>
                    <StateMark tone="warn" size={8} />
                    <span>
                      Left out, since this restore has no {fields.map((name) => `{${name}}`).join(', ')}:{' '}
                      <q>{displayText(line.trim())}</q>
                    </span>
                  </li>
                ))}
              </ul>
            )}
            <textarea
              ref={field}
              className={styles.text}
              aria-label="Reply to the customer"
              value={reply.text}
              onChange={(event) => reply.setText(event.target.value)}
              spellCheck={false}
            />
          </div>
          <div className={styles.actions} ref={next}>
            <CopyButton look="primary" label="Copy reply" text={reply.text} />
          </div>
        </Card>
      </div>
      <ReplyCommands commands={reply.commands} />
    </>
  );
}
