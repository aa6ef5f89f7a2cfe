import { displayText } from '../format/display-text.ts';
import { type DiffLine, withContext } from '../format/line-diff.ts';
import { classes } from './classes.ts';
import styles from './diff-view.module.css';

const sign: Record<DiffLine['kind'], string> = { same: ' ', added: '+', removed: '-' };

/** Changed lines with the ones around them. */
export const DiffView = ({
  lines,
  label,
  around = 3,
}: {
  lines: readonly DiffLine[];
  label: string;
  around?: number;
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className={styles.diff} aria-label={label} tabIndex={0}>
    {withContext(lines, around).map((line, i) => (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        key={i}
        className={classes(styles.line, line === undefined ? styles.gap : line.kind !== 'same' && styles[line.kind])}
      >
        {line === undefined ? '⋯' : `${sign[line.kind]} ${shown(line.text)}`}
      </span>
    ))}
  </section>
);

/** Of a line that ends in CR, the CR is no news. */
const shown = (text: string) => displayText(text.replace(/\r$/, '').replaceAll('\t', '    '));
