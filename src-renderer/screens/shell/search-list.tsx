import type { CallError } from '../../api/call-error.ts';
import { displayText } from '../../format/display-text.ts';
import type { SearchGroup, SearchOption } from '../../state/search-results.ts';
import { classes } from '../../ui/classes.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import styles from './search-box.module.css';

interface Props {
  id: string;
  query: string;
  groups: readonly SearchGroup[];
  active: number;
  error: CallError | undefined;
  pending: boolean;
  onHover: (index: number) => void;
  onPick: (option: SearchOption) => void;
}

export function SearchList({ id, query, groups, active, error, pending, onHover, onPick }: Props) {
  const options = groups.flatMap((group) => group.options);
  return (
    // The field keeps the focus: a press here must not take it, or the list would close before the click.
    <div
      className={styles.list}
      role="listbox"
      id={id}
      aria-label="Results"
      onMouseDown={(event) => event.preventDefault()}
      tabIndex={-1}
    >
      {error && <ErrorBox error={error} />}
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of options
        <div key={group.title} role="group" aria-label={group.title}>
          <div className={styles.group} aria-hidden="true">
            {group.title}
          </div>
          {group.options.map((option) => {
            const index = options.indexOf(option);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
              <div
                key={option.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                tabIndex={-1}
                className={styles.option}
                onMouseMove={() => onHover(index)}
                onClick={() => onPick(option)}
              >
                <span className={classes(styles.label, option.path && styles.path)}>{displayText(option.label)}</span>
                <span className={styles.detail}>{displayText(option.detail)}</span>
              </div>
            );
          })}
        </div>
      ))}
      {options.length === 0 && !error && (
        <p className={styles.nothing}>
          {pending
            ? 'Searching…'
            : `Nothing has “${displayText(query)}” in its name. Search for a customer’s id or address, a host, or part of a path.`}
        </p>
      )}
    </div>
  );
}
