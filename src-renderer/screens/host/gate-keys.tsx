import type { GateKey } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Tag } from '../../ui/tag.tsx';
import styles from './gate-keys.module.css';

interface Props {
  host: string;
  keys: readonly GateKey[];
  /** Fingerprints. */
  ticked: ReadonlySet<string>;
  disabled: boolean;
  onTick: (ticked: ReadonlySet<string>) => void;
}

/** The lines with keys that a host says it holds; one ticks which of them are to be bound. */
export function GateKeys({ host, keys, ticked, disabled, onTick }: Props) {
  const toggle = (fingerprint: string) => {
    const next = new Set(ticked);
    if (!next.delete(fingerprint)) next.add(fingerprint);
    onTick(next);
  };
  return (
    <fieldset className={styles.keys} disabled={disabled}>
      <legend>Keys that {host} names as its own</legend>
      {keys.map((key) => (
        <div key={`${key.server} ${key.number}`} className={styles.key}>
          <label>
            <input
              type="checkbox"
              checked={ticked.has(key.fingerprint)}
              disabled={key.forbidden}
              onChange={() => toggle(key.fingerprint)}
            />
            <span>
              <span className={styles.comment}>
                {key.comment === '' ? 'without a comment' : displayText(key.comment)}
              </span>
              <span className={styles.soft}>
                {' '}
                · line {key.number} of {displayText(key.file)} on {key.server}
              </span>
            </span>
          </label>
          <span className={styles.print}>
            <code>
              {key.keyType} {key.fingerprint}
            </code>
            <CopyButton icon text={key.fingerprint} label={`Copy the fingerprint ${key.fingerprint}`} />
            <Tag tone={key.proven ? 'good' : 'warn'} mark>
              {key.proven ? 'proven' : 'not proven'}
            </Tag>
            {key.state === 'gated' && <Tag>bound already</Tag>}
          </span>
          {key.doubts.map((doubt) => (
            <span key={doubt} className={styles.doubt}>
              <StateMark tone="warn" size={8} />
              <span>{displayText(doubt)}</span>
            </span>
          ))}
          {key.forbidden && <span className={styles.doubt}>It can’t be bound for {host}.</span>}
        </div>
      ))}
      {keys.some(({ doubts }) => doubts.length > 0) && (
        <p className={styles.soft}>
          Whoever logs in with a key that is bound can do nothing on the server any more but what {host} may do. Tick
          one that is doubtful only where you know that nobody but {host} uses it.
        </p>
      )}
    </fieldset>
  );
}
