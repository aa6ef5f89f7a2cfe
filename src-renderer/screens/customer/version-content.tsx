import { useMemo } from 'react';
import type { CommandInput, FilePreview } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { changeCount, diffLines } from '../../format/line-diff.ts';
import { nameOf } from '../../format/paths.ts';
import { size } from '../../format/sizes.ts';
import { useAnswer } from '../../state/commands.ts';
import { Answer } from '../../ui/answer.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import styles from './version-dialog.module.css';

interface Props extends CommandInput<'files.preview'> {
  /** Another night, whose version is held against this one. */
  beside: string | undefined;
}

/** What is in a version, to be read only; or the lines in which it differs from another. */
export function VersionContent({ host, path, runId, hold, beside }: Props) {
  const preview = useAnswer('files.preview', { host, runId, path, hold });
  const other = useAnswer('files.preview', { host, runId: beside ?? runId, path }, { enabled: beside !== undefined });
  return (
    <Answer of={preview} loading={`Reading ${displayText(nameOf(path))}…`}>
      {(shown) =>
        beside === undefined ? (
          <Content preview={shown} name={nameOf(path)} />
        ) : (
          <Answer of={other} loading="Reading the other version…">
            {(before) => <Difference before={before} after={shown} />}
          </Answer>
        )
      }
    </Answer>
  );
}

function Content({
  preview: { kind, text, cut, base64, mime, size: bytes },
  name,
}: {
  preview: FilePreview;
  name: string;
}) {
  if (kind === 'image') return <img src={`data:${mime};base64,${base64}`} alt={displayText(name)} />;
  if (kind === 'binary')
    return (
      <p className={styles.soft}>{size(bytes)} that are no text and no image that can be shown. Download it to look.</p>
    );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.text} tabIndex={0}>
        {(text ?? '')
          .split('\n')
          .map((line) => displayText(line.replaceAll('\t', '    ')))
          .join('\n')}
      </pre>
      {cut && <p className={styles.soft}>The beginning of {size(bytes)}. Download it to see all of it.</p>}
    </>
  );
}

function Difference({ before, after }: { before: FilePreview; after: FilePreview }) {
  const lines = useMemo(() => diffLines(before.text ?? '', after.text ?? ''), [before.text, after.text]);
  if (before.kind !== 'text' || after.kind !== 'text')
    return <p className={styles.soft}>One is no text: they can’t be held against each other line by line.</p>;
  const isCut = before.cut || after.cut;
  return (
    <>
      {changeCount(lines) === 0 ? (
        <p className={styles.soft}>
          {isCut ? 'The beginnings are the same.' : 'The same text: only time, mode or owner differ.'}
        </p>
      ) : (
        <DiffView lines={lines} label="The difference, the other version’s lines with −" />
      )}
      {isCut && <p className={styles.soft}>Only the beginnings of both are held against each other.</p>}
    </>
  );
}
