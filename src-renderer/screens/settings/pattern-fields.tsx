import { X } from 'lucide-react';
import { type FieldIssue, issueAt } from '../../state/fleet-draft.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './settings.module.css';

interface Props {
  patterns: readonly string[];
  issues: readonly FieldIssue[];
  onChange: (patterns: string[]) => void;
}

export const PatternFields = ({ patterns, issues, onChange }: Props) => (
  <div className={styles.patterns}>
    <p className={styles.soft}>
      Regular expressions over a path. The group <code>(?&lt;customer&gt;…)</code> names the customer,{' '}
      <code>(?&lt;ip&gt;…)</code> the address; the path up to the component that matched is the customer’s{' '}
      <code>/</code>.
    </p>
    {patterns.map((pattern, i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: what is typed must not make the field a new one
      <div key={i} className={styles.pattern}>
        <TextField
          bare
          mono
          label={`Pattern ${i + 1}`}
          value={pattern}
          problem={issueAt(issues, `customerPatterns[${i}]`)}
          onChange={(event) => onChange(patterns.with(i, event.target.value))}
        />
        <IconButton
          label={`Remove pattern ${i + 1}`}
          onClick={() => onChange(patterns.filter((_, other) => other !== i))}
        >
          <X size={14} aria-hidden="true" />
        </IconButton>
      </div>
    ))}
    <div>
      <Button
        small
        onClick={() => onChange([...patterns, '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR'])}
      >
        Add a pattern
      </Button>
    </div>
  </div>
);
