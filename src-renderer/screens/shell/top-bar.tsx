import { JobTray } from './job-tray.tsx';
import { SearchBox } from './search-box.tsx';
import styles from './top-bar.module.css';

export const TopBar = () => (
  <header className={styles.bar}>
    <SearchBox />
    <div className={styles.end}>
      <JobTray />
    </div>
  </header>
);
