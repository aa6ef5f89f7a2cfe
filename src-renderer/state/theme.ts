import { useEffect } from 'react';
import { useStored, writeStored } from './stored.ts';

export type Theme = 'system' | 'light' | 'dark';

export const themes: Theme[] = ['system', 'light', 'dark'];

export function useTheme(): [Theme, (theme: Theme) => void] {
  const stored = useStored('theme');
  const theme = themes.find((known) => known === stored) ?? 'system';
  return [theme, (next) => writeStored('theme', next === 'system' ? undefined : next)];
}

/** Puts the chosen theme on the document, where the tokens look for it. */
export function useApplyTheme(): void {
  const [theme] = useTheme();
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
}
