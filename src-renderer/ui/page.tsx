import { type ReactNode, useEffect, useRef } from 'react';
import styles from './page.module.css';
import { useTitle } from './title.ts';

interface Props {
  title: string;
  /** In the window's title, where it should differ. */
  windowTitle?: string;
  facts?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

/** A screen: its heading, which takes the focus when one comes to it, and what is on it. */
export function Page({ title, windowTitle, facts, aside, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(windowTitle ?? title);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new screen
  useEffect(() => {
    const active = document.activeElement;
    // Who types in the search box, or has a dialog open, is not pulled away from it.
    if (!active || active === document.body || active.closest('nav')) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <main className={styles.page} aria-label={title}>
      <header className={styles.head}>
        <div className={styles.what}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {facts}
        </div>
        {aside && <div className={styles.aside}>{aside}</div>}
      </header>
      {children}
    </main>
  );
}

export const Soft = ({ children }: { children: ReactNode }) => <span className={styles.soft}>{children}</span>;
export const Mono = ({ children }: { children: ReactNode }) => <span className={styles.mono}>{children}</span>;
