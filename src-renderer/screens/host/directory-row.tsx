import { X } from 'lucide-react';
import type { ConfigProblem, RunEntry } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { inCustomer } from '../../format/paths.ts';
import { entryWord, problemTone, problemWord, type Tone } from '../../format/states.ts';
import { hrefOf } from '../../state/routes.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { PathText } from '../../ui/path-text.tsx';
import { tableStyles } from '../../ui/table.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './directories.module.css';

interface Props {
  path: string;
  customer: { id: string; root: string } | undefined;
  problem: ConfigProblem | undefined;
  checked: 'yes' | 'no' | 'failed';
  /** The entry one came here for. */
  marked: boolean;
  /** In the last night; `new` where that night had not this entry, undefined until the nights are known. */
  last: RunEntry | 'new' | undefined;
  onRemove: () => void;
  onUse: (target: string) => void;
}

export function DirectoryRow({ path, customer, problem, checked, marked, last, onRemove, onUse }: Props) {
  const tone: Tone = problem ? problemTone[problem.code] : 'good';
  const target = problem?.suggestion;
  return (
    <tr className={classes(tone === 'warn' && styles.warn, tone === 'bad' && styles.bad, marked && styles.marked)}>
      <th scope="row" className={styles.path}>
        <PathText literal path={path} customer={customer?.id} />
      </th>
      <td>{customer && <a href={hrefOf({ screen: 'customer', id: customer.id })}>{customer.id}</a>}</td>
      <td>
        <span className={styles.status}>
          <OnHost problem={problem} checked={checked} tone={tone} root={customer?.root} />
          {target && (
            <Button small onClick={() => onUse(target)}>
              Use {displayText(inCustomer(target, customer?.root))}
            </Button>
          )}
          {problem && (problem.code === 'missing' || problem.code === 'duplicate') && (
            <Button small onClick={onRemove}>
              Remove
            </Button>
          )}
        </span>
      </td>
      <td className={`${tableStyles.end} ${tableStyles.soft} ${tableStyles.nowrap}`}>{lastNight(last)}</td>
      <td className={tableStyles.end}>
        <IconButton small label={`Remove ${displayText(path)}`} onClick={onRemove}>
          <X size={13} aria-hidden="true" />
        </IconButton>
      </td>
    </tr>
  );
}

interface OnHostProps extends Pick<Props, 'problem' | 'checked'> {
  tone: Tone;
  root: string | undefined;
}

function OnHost({ problem, checked, tone, root }: OnHostProps) {
  if (problem) {
    return (
      <span data-hint={displayText(problem.message)}>
        <Tag tone={tone} mark>
          {problem.code === 'symlink' && problem.suggestion
            ? `symlink to ${displayText(inCustomer(problem.suggestion, root))}`
            : problemWord[problem.code]}
          <span className="sr-only">: {displayText(problem.message)}</span>
        </Tag>
      </span>
    );
  }
  if (checked === 'failed') return <Tag>not checked</Tag>;
  if (checked === 'no') return <Tag>checking…</Tag>;
  return (
    <Tag tone="good" mark>
      there
    </Tag>
  );
}

function lastNight(last: Props['last']): string {
  if (last === undefined) return '';
  if (last === 'new') return last;
  // Of a symlink nothing is copied: its one file is the link itself.
  if (last.state === 'symlink') return 'not copied';
  return last.state === 'missing' || last.state === 'failed' ? entryWord[last.state] : count(last.files, 'file');
}
