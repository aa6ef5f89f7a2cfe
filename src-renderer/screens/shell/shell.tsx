import type { ReactNode } from 'react';
import { useFollowEvents } from '../../state/events.ts';
import { useApplyTheme } from '../../state/theme.ts';
import { FailureNotices } from './failure-notices.tsx';
import { HostKeyDialog } from './host-key-dialog.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { LinkBanner } from './link-banner.tsx';
import { PartGuard } from './part-guard.tsx';
import { PassphraseDialog } from './passphrase-dialog.tsx';
import { QuestionDialog } from './question-dialog.tsx';
import { Rail } from './rail.tsx';
import styles from './shell.module.css';
import { ToastList } from './toast-list.tsx';
import { TopBar } from './top-bar.tsx';
import { TroubleBanner } from './trouble-banner.tsx';

/** The frame around every screen, and what may come up on any of them. */
export function Shell({ children }: { children: ReactNode }) {
  useFollowEvents();
  useApplyTheme();
  return (
    <div className={styles.shell}>
      <PartGuard part="The list of screens">
        <Rail />
      </PartGuard>
      <div className={styles.main}>
        <TopBar />
        <div>
          <Above />
        </div>
        {children}
      </div>
    </div>
  );
}

/** What lies above the screen or over it. What of it can't be drawn says so above the screen. */
const Above = () => (
  <>
    <PartGuard part="What is said of the connection">
      <LinkBanner />
    </PartGuard>
    <PartGuard part="What is wrong with Nightkeep’s own folder">
      <TroubleBanner />
    </PartGuard>
    <PartGuard part="The list of notices">
      <ToastList />
      <FailureNotices />
    </PartGuard>
    <PartGuard part="The question about a machine’s key">
      <HostKeyDialog />
    </PartGuard>
    <PartGuard part="The question for a passphrase">
      <PassphraseDialog />
    </PartGuard>
    <PartGuard part="What a machine asks">
      <QuestionDialog />
    </PartGuard>
    <KeyboardHelp />
  </>
);
