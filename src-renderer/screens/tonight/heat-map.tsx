import type { NightState, Tonight, TonightHost } from '../../../src-main/contract/index.ts';
import { dayOfMonth, fullDate, shortDate } from '../../format/dates.ts';
import { displayText } from '../../format/display-text.ts';
import { nightWord, toneOfNight } from '../../format/states.ts';
import { hrefOf } from '../../state/routes.ts';
import { classes } from '../../ui/classes.ts';
import { type RowProps, useLongRows } from '../../ui/long-rows.ts';
import { Gap } from '../../ui/long-table.tsx';
import { HeatSample, heatCell } from './heat-cell.tsx';
import styles from './heat-map.module.css';
import { cellAt, useCellKeys } from './use-cell-keys.ts';

const legend: NightState[] = ['good', 'warning', 'failed', 'missed', 'running', 'unknown'];
/** With the space between two rows, in pixels. */
const ROW_HEIGHT = 23;

interface Props {
  dates: Tonight['dates'];
  hosts: readonly TonightHost[];
}

/** Hosts down, dates across: what came of each night. */
export function HeatMap({ dates, hosts }: Props) {
  const { scroll, isLong, shown, before, after, propsOf } = useLongRows(hosts.length, ROW_HEIGHT);
  const { table, stop, onKeyDown, onFocus } = useCellKeys(hosts, shown);
  return (
    <>
      <div ref={scroll} className={classes(styles.scroll, isLong && styles.long)} tabIndex={isLong ? 0 : undefined}>
        <table
          ref={table}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
          className={styles.table}
          aria-label="Nights of all hosts"
          aria-rowcount={isLong ? hosts.length + 1 : undefined}
        >
          <colgroup>
            <col className={styles.hostColumn} />
            {dates.map((date) => (
              <col key={date} />
            ))}
            <col className={styles.summaryColumn} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Host</span>
              </th>
              {dates.map((date) => (
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
            <Gap height={before} />
            {shown.map((index) => {
              const host = hosts[index];
              return (
                host && (
                  <HostRow key={host.host} index={index} host={host} dates={dates} stop={stop} row={propsOf(index)} />
                )
              );
            })}
            <Gap height={after} />
          </tbody>
        </table>
      </div>
      <p className={styles.legend}>
        {legend.map((state) => (
          <span key={state}>
            <HeatSample tone={toneOfNight(state)} />
            {nightWord[state]}
          </span>
        ))}
      </p>
    </>
  );
}

interface HostRowProps {
  index: number;
  host: TonightHost;
  dates: readonly string[];
  /** The one cell that Tab comes to. */
  stop: string | undefined;
  row: RowProps;
}

function HostRow({ index, host, dates, stop, row }: HostRowProps) {
  return (
    <tr {...row}>
      <th scope="row">
        <a href={hrefOf({ screen: 'host', name: host.host })}>{host.host}</a>
      </th>
      {dates.map((date, i) => {
        const cell = host.cells[i];
        if (!cell)
          return (
            <td
              key={date}
              aria-label={`${host.host}, ${shortDate(date)}, no night yet`}
              data-hint={`${host.host}, ${fullDate(date)}\nbefore its first night`}
            />
          );
        const note = cell.note ? displayText(cell.note.slice(0, 400)) : '';
        const at = cellAt(index, i);
        return (
          <td key={date} className={styles.holds}>
            {/* biome-ignore lint/a11y/useAnchorContent: its name is a label, since an element more a cell is many */}
            <a
              href={hrefOf({ screen: 'run', host: host.host, run: date })}
              className={heatCell(toneOfNight(cell.state))}
              tabIndex={at === stop ? 0 : -1}
              data-at={at}
              aria-label={`${host.host}, ${shortDate(date)}, ${nightWord[cell.state]}${note && `, ${note}`}`}
              data-hint={`${host.host}, ${fullDate(date)}\n${nightWord[cell.state]}${note && `\n${note}`}`}
            />
          </td>
        );
      })}
      <td className={styles.summary} title={displayText(host.summary)}>
        {displayText(host.summary)}
      </td>
    </tr>
  );
}
