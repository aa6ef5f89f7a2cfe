import type { ComparedKey, ComparedKeys } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { doubtOf, type SortedKeys } from '../../state/host-keys.ts';
import { LongList } from '../../ui/long-list.tsx';
import { Tag } from '../../ui/tag.tsx';
import { HostKeyList } from '../shell/host-key-list.tsx';
import styles from './settings.module.css';

interface Props {
  answer: ComparedKeys;
  sorted: SortedKeys;
  without: ReadonlySet<string>;
  onChange: (without: ReadonlySet<string>) => void;
}

/** `12 to trust · 200 known already · 1 changed`: each key of the list once, then the lines that are none. */
function inWords({ others, marked }: ComparedKeys, { takable, known, changed, revoked }: SortedKeys): string {
  const words: (readonly [number, string])[] = [
    [takable.length, `${takable.length} to trust`],
    [known, `${known} known already`],
    [changed.length, `${changed.length} changed`],
    [revoked.length, `${revoked.length} revoked`],
    [others, `${count(others, 'line')} of no machine of your fleet`],
    [marked, `${count(marked, 'line')} with @cert-authority or @revoked, which belong into ~/.ssh/known_hosts`],
  ];
  const told = words.filter(([many]) => many > 0).map(([, text]) => text);
  return told.length > 0 ? told.join(' · ') : 'There is no key in it.';
}

/** What a list has for the fleet's machines: what may be trusted, and above it what may not. */
export function ComparedKeyList({ answer, sorted, without, onChange }: Props) {
  const { takable, changed, revoked } = sorted;
  return (
    <>
      <p role="status">{inWords(answer, sorted)}</p>
      {changed.length + revoked.length > 0 && (
        <section aria-label="Keys that are not taken over" className={styles.refused}>
          <LongList items={[...changed, ...revoked]} keyOf={({ machine, line }) => `${machine} ${line}`} rowHeight={84}>
            {(key) => <Refused compared={key} />}
          </LongList>
        </section>
      )}
      {answer.problems.length > 0 && (
        <details>
          <summary>{count(answer.problems.length, 'machine')} could not be looked for in it</summary>
          <ul>
            {answer.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      )}
      {takable.length > 0 && <HostKeyList keys={takable} without={without} onChange={onChange} note={noteOf} />}
    </>
  );
}

function noteOf(key: ComparedKey) {
  const doubt = doubtOf(key);
  return doubt && <Tag tone={key.shown === 'this' ? 'good' : 'warn'}>{doubt}</Tag>;
}

const Refused = ({
  compared: { machine, keyType, fingerprint, instead = [], is, line },
}: {
  compared: ComparedKey;
}) => (
  <div>
    <Tag tone="bad" mark>
      {is}
    </Tag>{' '}
    <strong>{machine}</strong>{' '}
    {is === 'revoked' ? (
      <>has a key in line {line} that is marked as revoked:</>
    ) : (
      <>
        is known by <code>{instead.join(', ')}</code>, and line {line} has another {keyType} key. It is not taken over:
        if the machine was installed anew, remove its line from known_hosts by hand first.
      </>
    )}{' '}
    <code>{fingerprint}</code>
  </div>
);
