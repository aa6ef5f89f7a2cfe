import type { Run, RunEntry } from '../../contract/index.ts';
import { customerRules } from '../../domain/customer-rules.ts';
import { zoneOffsets } from '../../domain/time.ts';
import { countOf, instantOf } from '../../domain/told-values.ts';
import { BOOT } from '../boot.ts';
import resolve from '../host/resolve.sh?raw';
import { rememberedMarkSource } from '../keeper/identity.ts';
import { keeperSource } from '../keeper/keeper.ts';
import { compose, embed, type Program, withoutComments } from '../program.ts';
import attributes from '../shared/attributes.sh?raw';
import customers from '../shared/customers.sh?raw';
import escaped from '../shared/escaped.sh?raw';
import events from '../shared/events.sh?raw';
import joined from '../shared/joined.sh?raw';
import names from '../shared/names.sh?raw';
import pin from '../shared/pin.sh?raw';
import rsync from '../shared/rsync.sh?raw';
import rules from '../shared/rules.sh?raw';
import serverCall from '../shared/server-call.sh?raw';
import type { ProgramEvent } from '../wire.ts';
import call from './call.sh?raw';
import clock from './clock.sh?raw';
import config from './config.sh?raw';
import customer from './customer.sh?raw';
import delivered from './delivered.sh?raw';
import end from './end.sh?raw';
import judge from './judge.sh?raw';
import limit from './limit.sh?raw';
import links from './links.sh?raw';
import mail from './mail.sh?raw';
import mounts from './mounts.sh?raw';
import night from './night.sh?raw';
import pass from './pass.sh?raw';
import plain from './plain.sh?raw';
import { entryOf, runOf } from './record.ts';
import rsyncCalls from './rsync.sh?raw';
import walk from './rules.sh?raw';
import session from './session.sh?raw';
import sparse from './sparse.sh?raw';
import view from './view.sh?raw';
import zone from './zone.sh?raw';

/**
 * The night of one host, run on that host. To run one in tests and for the demo fleet, on the host:
 *   machines.exec(host, { script: BOOT, stdin: bootable(nightProgram.source) + encodeInput(nightProgram.encode(input)) })
 * or, in a local shell, the same stdin to `sh -c BOOT`. `ssh` on PATH (or RSYNC_RSH) has to reach the server by the
 * name in backup.config. On each machine NIGHTKEEP_PREFIX, where it is set, is the folder its paths lie below.
 */
export interface NightInput {
  /** The host's name in the fleet. */
  host: string;
  /** Absolute path of backup.config. */
  configPath: string;
  /** Made by the host where it is left out. */
  runId?: string | undefined;
  /** The night's date, `YYYY-MM-DD` in the fleet's time zone; else the host's clock says it, in `timeZone`. */
  date?: string | undefined;
  timeZone?: string | undefined;
  /** States the night's time, for imports, demos and tests. */
  at?: Date | undefined;
  /** How many dates of nights are kept; 7 without it. */
  nightsToKeep?: number | undefined;
  /** How many seconds an entry may be sent before the others go on without it; without it as long as it takes. */
  entrySeconds?: number | undefined;
  /** The share of files or bytes an entry may lose, 0 to 1; 0.5 without it. */
  collapseShare?: number | undefined;
  supportAddress?: string | undefined;
  /** The fleet's, to name customers by in a message. */
  customerPatterns?: readonly string[] | undefined;
  /** Compare contents, not times and sizes. */
  checksum?: boolean | undefined;
  version?: string | undefined;
  /** The mark of its backupdir that is remembered elsewhere than on the host (see keeper/identity.sh). */
  mark?: string | undefined;
}

/** What is worth telling while a night runs. */
export type NightEvent =
  | { kind: 'started'; runId: string; server: string; startedAt: string | undefined; total: number }
  /** It may write there. `mark` is that of the backupdir. */
  | { kind: 'session'; mark: string }
  | { kind: 'comparing' }
  | { kind: 'sending'; total: number }
  | { kind: 'sent'; count: number; total: number }
  | { kind: 'entry'; entry: RunEntry }
  | { kind: 'publishing' }
  | { kind: 'note'; message: string };

/** Without its comments it fits into one argument, which is what a shell without a printf of its own writes it by. */
export const nightSource: string = withoutComments(
  compose(
    embed('nk_boot', BOOT),
    embed('nk_keeper', keeperSource),
    embed('nk_call', call),
    events,
    escaped,
    names,
    joined,
    rsync,
    rules,
    config,
    pin,
    resolve,
    customers,
    customer,
    serverCall,
    attributes,
    mail,
    zone,
    clock,
    rememberedMarkSource,
    view,
    end,
    session,
    delivered,
    judge,
    mounts,
    walk,
    rsyncCalls,
    sparse,
    links,
    plain,
    limit,
    pass,
    night,
  ),
);

export const nightProgram: Program<NightInput, Run, NightEvent> = {
  name: 'night',
  source: nightSource,
  encode: (input) =>
    [
      ['host', input.host],
      ['config', input.configPath],
      ['run', input.runId],
      ['date', input.date],
      ...(input.timeZone === undefined || input.date !== undefined ? [] : zoneLines(input.timeZone)),
      ['at', input.at && String(Math.floor(input.at.getTime() / 1000))],
      ['nights', input.nightsToKeep?.toString()],
      ['limit', input.entrySeconds?.toString()],
      ['share', input.collapseShare === undefined ? undefined : String(Math.round(input.collapseShare * 100))],
      ['support', input.supportAddress],
      ['checksum', input.checksum ? 'yes' : undefined],
      ['version', input.version],
      ['mark', input.mark],
      ...customerLines(input.customerPatterns ?? []),
    ].filter((line): line is [string, string] => line[1] !== undefined),
  bounds: { bytes: 64 * 1024 * 1024 },
  reader: () => {
    const seen: ProgramEvent[] = [];
    return {
      take: (event) => {
        if (event.name === 'run' || event.name === 'entry') seen.push(event);
        return told(event);
      },
      result: () => {
        const run = runOf(seen);
        if (!run) throw new Error('the night ended without a record');
        return run;
      },
    };
  },
};

/** The patterns as lines of the night's input, for customer.sh. */
export const customerLines = (patterns: readonly string[]): [string, string][] =>
  customerRules(patterns).map(({ before, id, after }) => ['customer', `${before}\t${id}\t${after}`]);

/** A zone as lines of the night's input, for zone.sh. */
export const zoneLines = (timeZone: string): [string, string][] => [
  ['timeZone', timeZone],
  ...zoneOffsets(timeZone).map(({ since, seconds }): [string, string] => ['offset', `${since} ${seconds}`]),
];

const noted = ['stale-lock', 'recovered', 'set-aside', 'mailed', 'note'];

function told(event: ProgramEvent): NightEvent | undefined {
  const { name, fields } = event;
  if (noted.includes(name)) return { kind: 'note', message: fields.message ?? '' };
  switch (name) {
    case 'started': {
      const { run: runId = '', server = '' } = fields;
      return {
        kind: 'started',
        runId,
        server,
        startedAt: instantOf(fields.startedAt),
        total: countOf(fields.entries) ?? 0,
      };
    }
    case 'session':
      return { kind: 'session', mark: fields.mark ?? '' };
    case 'comparing':
      return { kind: 'comparing' };
    case 'sending':
      return { kind: 'sending', total: countOf(fields.total) ?? 0 };
    case 'progress':
      return { kind: 'sent', count: countOf(fields.done) ?? 0, total: countOf(fields.total) ?? 0 };
    case 'entry':
      return { kind: 'entry', entry: entryOf(event) };
    case 'publishing':
      return { kind: 'publishing' };
    default:
      return undefined;
  }
}
