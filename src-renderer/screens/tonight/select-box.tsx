import styles from './inbox.module.css';

interface Props {
  /** What is selected by it. */
  title: string;
  state: 'all' | 'some' | 'none';
  onToggle: (withShift: boolean) => void;
}

/** The box of a card; Shift takes all cards from the last one along. */
export const SelectBox = ({ title, state, onToggle }: Props) => (
  <input
    type="checkbox"
    data-select
    className={styles.box}
    aria-label={`Select ${title}`}
    data-hint="Select: Space or x; with Shift all from the last one"
    checked={state === 'all'}
    ref={(box) => {
      if (box) box.indeterminate = state === 'some';
    }}
    onChange={(event) => onToggle((event.nativeEvent as MouseEvent).shiftKey)}
  />
);
