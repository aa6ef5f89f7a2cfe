import type { Fleet, LongerOfHost } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { shortDate } from '../../format/dates.ts';
import { keptEach } from '../../format/kept.ts';
import { size } from '../../format/sizes.ts';
import { useAction } from '../../state/commands.ts';
import { type FieldIssue, type FleetDraft, issueAt, numberOrNothing } from '../../state/fleet-draft.ts';
import { useJob } from '../../state/jobs.ts';
import { notFollowed, rulesOf, withCount } from '../../state/longer-rules.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/field.tsx';
import { Loading } from '../../ui/loading.tsx';
import styles from './settings.module.css';

interface Props {
  fleet: FleetDraft;
  saved: Fleet;
  /** Whether what is shown is saved: only that can be written to the servers. */
  isSaved: boolean;
  issues: readonly FieldIssue[];
  onChange: (part: Partial<FleetDraft>) => void;
}

/** Hosts that are shown; of a thousand, the rest is counted. */
const MOST_SHOWN = 50;

const counts = [
  { span: 'weeks', label: 'Weeks to keep a night of', max: 520, hint: 'This week counts as one of them.' },
  { span: 'months', label: 'Months to keep a night of', max: 240, hint: 'This month counts as one of them.' },
] as const;

/** Which nights are kept beyond rotation: the fleet's rule, and what it keeps of the nights there are. */
export function LongerCard({ fleet, saved, isSaved, issues, onChange }: Props) {
  const look = useAction('longer.preview');
  const apply = useAction('longer.apply');
  const job = useJob('longer.apply', apply.data?.jobId);
  const hosts = look.data?.hosts ?? [];
  const late = notFollowed(hosts);
  const failed = job?.outcome?.hosts.filter(({ state }) => state === 'failed') ?? [];
  const change = (span: 'weeks' | 'months', text: string) => {
    look.reset();
    onChange({ longer: withCount(fleet.longer, { [span]: numberOrNothing(text) }) });
  };
  const write = () =>
    apply.mutate({
      hosts: late.map(({ host }) => host),
      confirm: late.flatMap(({ deletes }) => deletes.map(({ runId }) => runId)),
    });
  return (
    <Card title="Kept longer">
      <div className={styles.team}>
        <p className={styles.soft}>
          Beside the nights in rotation, the newest night of each of so many weeks, and months, stays on its server. A
          host may have its own rule, below.
        </p>
        <div className={styles.grid}>
          {counts.map(({ span, label, max, hint }) => (
            <TextField
              key={span}
              label={label}
              type="number"
              min={0}
              max={max}
              value={fleet.longer?.[span] ?? ''}
              placeholder="0"
              problem={issueAt(issues, `longer.${span}`)}
              hint={hint}
              onChange={(event) => change(span, event.target.value)}
            />
          ))}
        </div>
        <div className={styles.row}>
          <Button disabled={look.isPending} onClick={() => look.mutate({ rules: rulesOf(fleet, saved) })}>
            Show what it keeps
          </Button>
          {isSaved && late.length > 0 && (
            <Button look="primary" disabled={apply.isPending} onClick={write}>
              Write it to {count(late.length, 'host’s server', 'hosts’ servers')}
            </Button>
          )}
        </div>
        {look.isPending && <Loading>Reading the nights of all hosts…</Loading>}
        {look.error && <ErrorBox error={look.error} />}
        {apply.error && <ErrorBox error={apply.error} />}
        {failed.map(({ host, message }) => (
          <p key={host} role="alert" className={styles.bad}>
            {message}
          </p>
        ))}
        {hosts.length > 0 && <Kept hosts={hosts} late={late} />}
      </div>
    </Card>
  );
}

function Kept({ hosts, late }: { hosts: readonly LongerOfHost[]; late: readonly LongerOfHost[] }) {
  const room = hosts.reduce((sum, { estimatedBytes }) => sum + estimatedBytes, 0);
  return (
    <>
      <p role="status">
        {room > 0
          ? `Once there are nights enough it takes at most about ${size(room)} more on all servers, by what changed in the last nights.`
          : 'It keeps nothing beyond rotation.'}
      </p>
      <ul className={styles.kept}>
        {hosts.slice(0, MOST_SHOWN).map((of) => (
          <li key={of.host}>
            <strong>{of.host}</strong>
            <span>
              {of.message ?? keptInWords(of)}
              {of.deletes.length > 0 && (
                <span className={styles.bad}>; deletes {of.deletes.map(({ date }) => shortDate(date)).join(', ')}</span>
              )}
              {late.includes(of) && <span className={styles.soft}>; its server does not follow it yet</span>}
            </span>
          </li>
        ))}
        {hosts.length > MOST_SHOWN && <li>and {count(hosts.length - MOST_SHOWN, 'more host')}</li>}
      </ul>
    </>
  );
}

/** `keeps 17 Feb weekly, 31 Jan monthly · at most about 9 GB`. */
function keptInWords({ keeps, estimatedBytes }: LongerOfHost): string {
  if (keeps.length === 0) return 'keeps none of the nights there are';
  const dates = keeps.map(
    (kept) => `${shortDate(kept.date)} ${keptEach(kept)}${kept.inRotation ? ' (in rotation)' : ''}`,
  );
  return `keeps ${dates.join(', ')} · at most about ${size(estimatedBytes)}`;
}
