import { shortDate } from '../../format/dates.ts';
import { toneOfNight } from '../../format/states.ts';
import { inZone } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useTimeZone } from '../../state/fleet.ts';
import { cellName, shortNote, viewNights } from '../../state/night-view.ts';
import { hrefOf } from '../../state/routes.ts';
import { Answer } from '../../ui/answer.tsx';
import { Card } from '../../ui/card.tsx';
import { classes } from '../../ui/classes.ts';
import { Empty } from '../../ui/empty.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { hintOfDay } from '../customer/calendar-hint.ts';
import styles from './night-strip.module.css';

/** The host's nights, oldest first. */
export function NightStrip({ host }: { host: string }) {
  const answer = useAnswer('nights.list', { host });
  const zone = useTimeZone();
  return (
    <Card title="Nights">
      <Answer of={answer} loading={`Reading the nights of ${host}…`}>
        {({ nights }) => {
          const views = viewNights(nights, [], zone);
          if (views.length === 0)
            return <Empty title="No night yet">Press Back up now, or install the schedule below.</Empty>;
          return (
            <ol className={styles.strip}>
              {views.map((view) => (
                <li key={view.runId}>
                  <a
                    href={hrefOf({ screen: 'run', host, run: view.runId })}
                    className={classes(styles.night, !view.exists && styles.absent)}
                    data-hint={hintOfDay({ date: view.date, inMonth: true, nights: [view] })}
                  >
                    {/* Text, not a label: the name has to have in it what is seen. */}
                    <span className="sr-only">{cellName(view.date, [view])}</span>
                    <span className={styles.date} aria-hidden="true">
                      {shortDate(view.date)}
                      <StateMark tone={toneOfNight(view.state)} />
                    </span>
                    <span className={styles.note} aria-hidden="true">
                      {view.exists
                        ? `${view.night.estimated ? '≈ ' : ''}${inZone(view.night.startedAt, zone).time}`
                        : shortNote([view])}
                    </span>
                  </a>
                </li>
              ))}
            </ol>
          );
        }}
      </Answer>
    </Card>
  );
}
