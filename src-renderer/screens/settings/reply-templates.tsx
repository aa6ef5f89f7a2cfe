import { useState } from 'react';
import type { ReplyChoice, ReplySettings, ReplyTemplate } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import type { FieldIssue } from '../../state/fleet-draft.ts';
import { issueAt } from '../../state/fleet-draft.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { LongField } from './long-field.tsx';
import styles from './settings.module.css';

interface Props {
  choice: ReplyChoice;
  draft: ReplySettings;
  issues: readonly FieldIssue[];
  onChange: (templates: ReplyTemplate[]) => void;
}

/** As many as the contract takes. */
const most = 50;

/** The templates, of which one is looked at or written, beside what it says of an example. */
export function ReplyTemplates({ choice, draft, issues, onChange }: Props) {
  const { templates } = draft;
  const all = [...choice.builtIn, ...templates];
  const [wanted, setWanted] = useState(choice.chosen);
  const shown = all.find(({ id }) => id === wanted) ?? all[0];
  if (!shown) return null;
  const at = templates.indexOf(shown);
  const change = (part: Partial<ReplyTemplate>) =>
    onChange(templates.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const copy = () => {
    const id = crypto.randomUUID();
    onChange([...templates, { ...shown, id, name: `${shown.name} (copy)`.slice(0, 80) }]);
    setWanted(id);
  };
  const problem = (field: string) => issueAt(issues, `templates[${at}].${field}`);
  return (
    <>
      <div className={styles.template}>
        <SelectField
          label="Template"
          value={shown.id}
          options={all.map(({ id, name }) => [id, name || 'without a name'] as const)}
          onChange={({ target }) => setWanted(target.value)}
        />
        {at >= 0 && (
          <>
            <TextField
              label="Name"
              maxLength={80}
              value={shown.name}
              problem={shown.name.trim() === '' ? 'It needs a name.' : problem('name')}
              onChange={({ target }) => change({ name: target.value })}
            />
            <SelectField
              label="Language of dates and sizes"
              value={shown.language}
              options={choice.languages.map((language) => [language, nameOf(language)] as const)}
              onChange={({ target }) => change({ language: target.value as ReplyTemplate['language'] })}
            />
          </>
        )}
        <Button onClick={copy} disabled={templates.length >= most}>
          Make a copy
        </Button>
        {at >= 0 && (
          <Button look="danger" onClick={() => onChange(templates.filter((one) => one !== shown))}>
            Remove
          </Button>
        )}
      </div>
      {at < 0 && (
        <p className={styles.soft}>It comes with Nightkeep and stays as it is. A copy of it can be changed.</p>
      )}
      <Written template={shown} draft={draft} onText={at >= 0 ? (text) => change({ text }) : undefined} />
      <details>
        <summary>What a template can name</summary>
        <dl className={styles.named}>
          {Object.entries(choice.fields).map(([field, meaning]) => (
            <div key={field}>
              <dt>
                <code>{`{${field}}`}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <p className={styles.soft}>
          A line whose field has no fact in a restore is left out, and the reply says so. What tells of a tarball is
          said for each of them.
        </p>
      </details>
    </>
  );
}

interface WrittenProps {
  template: ReplyTemplate;
  draft: ReplySettings;
  /** Undefined where it stays as it is. */
  onText: ((text: string) => void) | undefined;
}

function Written({ template, draft, onText }: WrittenProps) {
  const { language, text } = template;
  const { signature, ticketAddress } = draft;
  const asked = JSON.stringify({ language, text, signature, ticketAddress });
  const preview = useAnswer('replies.preview', JSON.parse(useDebounced(asked, 250)), { keepPrevious: true });
  const left = preview.data?.left ?? [];
  return (
    <div className={styles.written}>
      <LongField
        label="Text"
        rows={22}
        maxLength={20_000}
        readOnly={onText === undefined}
        value={text}
        problems={text.trim() === '' ? ['It needs a text.'] : preview.data?.problems}
        onChange={(next) => onText?.(next)}
      />
      <div className={styles.long}>
        <span className={styles.legend}>As a reply, on facts of an example</span>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={styles.preview} aria-label="Preview of the reply" tabIndex={0}>
          {(preview.data?.text ?? '').split('\n').map(displayText).join('\n')}
        </section>
        {preview.data?.ticketProblem && (
          <p className={styles.soft}>The ticket’s address: {preview.data.ticketProblem}.</p>
        )}
        {left.map(({ line, fields }) => (
          <p key={line} className={styles.soft}>
            Left out here, since there is no {fields.map((field) => `{${field}}`).join(', ')}:{' '}
            {displayText(line.trim())}
          </p>
        ))}
        {preview.isError && <ErrorBox error={preview.error} />}
      </div>
    </div>
  );
}

/** In its own words. */
const nameOf = (language: string) => new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language;
