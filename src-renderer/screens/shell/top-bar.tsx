import { JobTray } from './job-tray.tsx';
import { PartGuard } from './part-guard.tsx';
import { SearchBox } from './search-box.tsx';
import styles from './top-bar.module.css';

export const TopBar = () => (
  <header className={styles.bar}>
    <PartGuard part="The search" line>
      <SearchBox />
    </PartGuard>
    <div className={styles.end}>
      <PartGuard part="The list of jobs" line>
        <JobTray />
      </PartGuard>
    </div>
  </header>
);
