import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { classes } from './classes.ts';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  small?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'plain', small = false, type = 'button', ...rest }: ButtonProps) {
  const name = classes(styles.button, look !== 'plain' && styles[look], small && styles.small);
  return <button {...rest} type={type} className={name} />;
}

/** A button that is only an icon; `label` is its name and its tooltip. */
export function IconButton({ label, small, children, ...rest }: ButtonProps & { label: string; children: ReactNode }) {
  return (
    <button
      {...rest}
      type="button"
      aria-label={label}
      title={label}
      className={classes(styles.button, styles.quiet, styles.icon, small && styles.small)}
    >
      {children}
    </button>
  );
}

/** One of many beside each other: only its icon where a row has no room for words (table.module.css), and `label` as its name. */
export function RowButton({ label, icon, children, ...rest }: ButtonProps & { label: string; icon: ReactNode }) {
  return (
    <Button {...rest} small aria-label={label} data-hint={label}>
      <span className={styles.sign}>{icon}</span>
      <span className={styles.words}>{children}</span>
    </Button>
  );
}

interface LinkProps {
  href: string;
  children: ReactNode;
  small?: boolean;
  /** What else is done as it is followed. */
  onClick?: () => void;
}

export function ButtonLink({ href, children, small, onClick }: LinkProps) {
  return (
    <a className={classes(styles.button, small && styles.small)} href={href} onClick={onClick}>
      {children}
    </a>
  );
}
