import { type ReactNode, useId } from 'react';
import styles from './card.module.css';
import { classes } from './classes.ts';

interface Props {
  title?: ReactNode;
  /** Beside the title, at the right. */
  aside?: ReactNode;
  /** Takes the height it is given; what is inside scrolls. */
  fill?: boolean;
  children: ReactNode;
}

export function Card({ title, aside, fill = false, children }: Props) {
  const id = useId();
  return (
    <section className={classes(styles.card, fill && styles.fill)} aria-labelledby={title ? id : undefined}>
      {(title || aside) && (
        <div className={styles.head}>
          {title && <h2 id={id}>{title}</h2>}
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
