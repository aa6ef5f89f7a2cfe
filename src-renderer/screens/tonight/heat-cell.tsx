import type { Tone } from '../../format/states.ts';
import { classes } from '../../ui/classes.ts';
import styles from './heat-map.module.css';

/**
 * The look of a cell. Its shape stands in it beside its colour, which alone says nothing to one in twelve men, and is
 * drawn by the style sheet: a fleet of a thousand hosts has fourteen thousand cells.
 */
export const heatCell = (tone: Tone): string => classes(styles.cell, styles[tone]);

export const HeatSample = ({ tone }: { tone: Tone }) => <span className={classes(heatCell(tone), styles.sample)} />;
