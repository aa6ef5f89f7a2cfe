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
