import { type CSSProperties, Fragment } from 'react';
import type { ComposedReply } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './reply-commands.module.css';

/** What unpacks each tarball, apart from the reply, since a customer asks for it alone: over the whole width, for one line. */
export const ReplyCommands = ({ commands }: Pick<ComposedReply, 'commands'>) =>
  commands.length > 0 && (
    <div className={styles.commands}>
      {commands.map(({ host, command }) => (
        <Command key={host + command} command={command} host={commands.length > 1 ? host : undefined} />
      ))}
    </div>
  );

function Command({ command, host }: { command: string; host: string | undefined }) {
  const on = host === undefined ? '' : ` on ${host}`;
  const words = displayText(command).split(' ');
  return (
    <div className={styles.command}>
      {host !== undefined && <span className={styles.host}>{host}</span>}
      <section aria-label={`The command${on}`} style={{ '--letters': command.length } as CSSProperties}>
        <code>
          {words.map((word, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, and none ever moves
            <Fragment key={at}>
              {at > 0 && ' '}
              <span>{word}</span>
            </Fragment>
          ))}
        </code>
      </section>
      <CopyButton icon label={`Copy the command${on}`} text={command} />
    </div>
  );
}
