import { type Theme, themes, useTheme } from '../../state/theme.ts';
import styles from './settings.module.css';

const names: Record<Theme, string> = { system: 'as the system', light: 'light', dark: 'dark' };

export function Appearance() {
  const [theme, setTheme] = useTheme();
  return (
    <fieldset className={styles.fieldset}>
      <legend className={styles.legend}>Theme</legend>
      <div className={styles.choices}>
        {themes.map((known) => (
          <label key={known}>
            <input type="radio" name="theme" checked={theme === known} onChange={() => setTheme(known)} />
            {names[known]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
