import type { MachineStatus } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { size } from '../../format/sizes.ts';
import { useAnswer } from '../../state/commands.ts';
import { classes } from '../../ui/classes.ts';
import styles from './rail.module.css';

const most = 4;
/** Hosts out of reach that the hint names. */
const MOST_NAMED = 20;

const isDown = ({ state }: MachineStatus): boolean => state === 'unreachable';

/** Servers with latency and free space, and how many hosts can be reached. */
export function MachineFooter() {
  const machines = useAnswer('fleet.status', {}).data?.machines ?? [];
  // One that does not answer is never among those that are left out.
  const servers = machines
    .filter((machine) => machine.role === 'server')
    .sort((a, b) => Number(isDown(b)) - Number(isDown(a)));
  const hosts = machines.filter((machine) => machine.role === 'host');
  const down = hosts.filter(isDown);
  if (machines.length === 0) return null;
  return (
    <div className={styles.foot}>
      {servers.slice(0, most).map((server) => (
        <span
          key={server.name}
          className={classes(styles.machine, server.state === 'unreachable' && styles.down)}
          title={titleOf(server)}
        >
          <ServerLine server={server} />
        </span>
      ))}
      {servers.length > most && (
        <span className={styles.machine}>and {count(servers.length - most, 'server')} more</span>
      )}
      <span
        className={classes(styles.machine, down.length > 0 && styles.down)}
        title={down.slice(0, MOST_NAMED).map(titleOf).join('\n') || undefined}
      >
        {down.length === 0 ? count(hosts.length, 'host') : `${count(down.length, 'host')} out of reach`}
      </span>
    </div>
  );
}

/** One that is full within these days says so in place of what is free. */
const SOON_DAYS = 14;

function ServerLine({ server: { name, state, latencyMs, freeBytes, totalBytes, filling } }: { server: MachineStatus }) {
  if (state === 'unreachable') return `${name} · out of reach`;
  if (state === 'connecting') return `${name} · connecting…`;
  if (filling && filling.inDays <= SOON_DAYS) return `${name} · ${fullIn(filling)}`;
  return (
    <>
      {name}
      {latencyMs !== undefined && <span className={styles.latency}> · {Math.round(latencyMs)} ms</span>}
      {freeBytes !== undefined && totalBytes ? ` · ${Math.round((100 * freeBytes) / totalBytes)}% free` : ''}
    </>
  );
}

const titleOf = (machine: MachineStatus): string =>
  machine.error ??
  [
    machine.name + (machine.freeBytes === undefined ? '' : `: ${size(machine.freeBytes)} free`),
    machine.filling && `${fullIn(machine.filling)} at ${size(machine.filling.bytesADay)} a day, by its own trend`,
  ]
    .filter(Boolean)
    .join('; ');

const fullIn = ({ inDays }: { inDays: number }): string => (inDays === 0 ? 'full today' : `full in ${inDays} d`);
