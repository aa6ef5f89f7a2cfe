import type { NightState, Tonight, TonightHost } from '../../../src-main/contract/index.ts';
import { dayOfMonth, fullDate, shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { nightWord, toneOfNight } from '../../format/states.ts';
import { hrefOf } from '../../state/routes.ts';
import { HeatCell } from './heat-cell.tsx';
import styles from './heat-map.module.css';

const legend: NightState[] = ['good', 'warning', 'failed', 'missed', 'running', 'unknown'];

/** Hosts down, dates across: what came of each night. */
export const HeatMap = ({ tonight }: { tonight: Tonight }) => (
  <>
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="Nights of all hosts">
        <colgroup>
          <col className={styles.hostColumn} />
          {tonight.dates.map((date) => (
            <col key={date} />
          ))}
          <col className={styles.summaryColumn} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">Host</span>
            </th>
            {tonight.dates.map((date) => (
              <th key={date} scope="col" aria-label={fullDate(date)}>
                {dayOfMonth(date)}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">Last night</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tonight.hosts.map((host) => (
            <HostRow key={host.host} host={host} dates={tonight.dates} />
          ))}
        </tbody>
      </table>
    </div>
    <p className={styles.legend}>
      {legend.map((state) => (
        <span key={state}>
          <HeatCell sample tone={toneOfNight(state)} />
          {nightWord[state]}
        </span>
      ))}
    </p>
  </>
);

function HostRow({ host, dates }: { host: TonightHost; dates: readonly string[] }) {
  return (
    <tr className={styles.row}>
      <th scope="row">
        <a href={hrefOf({ screen: 'host', name: host.host })}>{host.host}</a>
      </th>
      {dates.map((date, i) => {
        const cell = host.cells[i];
        if (!cell) return <td key={date} aria-label={`${host.host}, ${shortDate(date)}, no night yet`} />;
        const note = cell.note ? displayText(cell.note.slice(0, 400)) : '';
        return (
          <td
            key={date}
            aria-label={`${host.host}, ${shortDate(date)}, ${nightWord[cell.state]}${note && `, ${note}`}`}
            data-hint={`${host.host}, ${fullDate(date)}\n${nightWord[cell.state]}${note && `\n${note}`}`}
          >
            <HeatCell tone={toneOfNight(cell.state)} />
          </td>
        );
      })}
      <td className={styles.summary} title={displayText(host.summary)}>
        {displayText(host.summary)}
      </td>
    </tr>
  );
}
