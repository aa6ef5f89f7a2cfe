import { useState } from 'react';
import type { GateCheck } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { when } from '../../format/times.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { Button } from '../../ui/button.tsx';
import { Table, tableStyles } from '../../ui/table.tsx';
import styles from './gate-card.module.css';

const FEW = 5;

/** What the gate did not let the host do, the last first. */
export function GateRefusals({ check }: { check: GateCheck }) {
  const { host, lines, refusals, refusalsCount } = check;
  const zone = useTimeZone();
  const now = useNow();
  const [all, setAll] = useState(false);
  if (refusalsCount === 0) {
    if (!lines.some(({ state }) => state === 'gated')) return null;
    return <p className={styles.soft}>Nothing that {host} asked for was ever refused.</p>;
  }
  const shown = all ? refusals : refusals.slice(0, FEW);
  return (
    <div>
      <div className={styles.head}>
        <h3>Refused</h3>
        <span className={styles.soft}>
          {count(refusalsCount, 'time')}
          {refusalsCount > shown.length && `, the last ${shown.length} here`}
        </span>
        {refusals.length > FEW && (
          <Button small look="quiet" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show ${refusals.length}`}
          </Button>
        )}
      </div>
      <Table label="Refused" columns={['When', 'From', 'Asked for', 'Why not']}>
        {shown.map((refusal, i) => (
          // Two refusals of one second may be alike in all.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
          <tr key={i}>
            <td className={tableStyles.nowrap} title={refusal.at}>
              {when(refusal.at, zone, now)}
            </td>
            <td className={tableStyles.soft}>{refusal.from && displayText(refusal.from)}</td>
            <td>
              {refusal.asked !== undefined && (
                <div className={styles.asked} title={displayText(refusal.asked)}>
                  {displayText(refusal.asked)}
                </div>
              )}
            </td>
            <td>{displayText(refusal.message)}</td>
          </tr>
        ))}
      </Table>
    </div>
  );
}
