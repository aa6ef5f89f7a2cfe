import type { ReactNode } from 'react';
import { useFollowEvents } from '../../state/events.ts';
import { useApplyTheme } from '../../state/theme.ts';
import { FailureNotices } from './failure-notices.tsx';
import { HostKeyDialog } from './host-key-dialog.tsx';
import { KeyboardHelp } from './keyboard-help.tsx';
import { LinkBanner } from './link-banner.tsx';
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
      <Rail />
      <div className={styles.main}>
        <TopBar />
        <div>
          <LinkBanner />
          <TroubleBanner />
        </div>
        {children}
      </div>
      <ToastList />
      <FailureNotices />
      <HostKeyDialog />
      <PassphraseDialog />
      <QuestionDialog />
      <KeyboardHelp />
    </div>
  );
}
