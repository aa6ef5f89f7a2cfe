import type { CommandName, ErrorEnvelope } from '../../../src-main/contract/index.ts';

/** How the fake behaves, by the query of the page's address: `?fleet=empty&tick=20&hold=Copy&keys=1`. */
export interface Scenario {
  /** No machine and nothing else is known. */
  empty: boolean;
  /** A thousand hosts: see thousand.ts. */
  thousand: boolean;
  /** Milliseconds between two steps of a job's progress. */
  tick: number;
  /** Commands whose answers wait from the start. */
  waiting: CommandName[];
  /** A step whose name has this in it stands still at 70%. */
  holdAt: string | undefined;
  /** How many host keys wait to be trusted. */
  unknownKeys: number;
  /** A machine shows another key than before. */
  changedKey: boolean;
  /** The known key lies in a file that is only read. */
  foreignKey: boolean;
  /** A machine asks for a second factor. */
  asks: boolean;
  /** Something is wrong with the app's own folder. */
  folderTrouble: boolean;
  /** A server that does not answer. */
  down: string | undefined;
  /** A server is full before long. */
  filling: boolean;
  /** A file on a server is not what it was when it came. */
  rotten: boolean;
  /** Restores fail at their third step. */
  restoreFails: boolean;
  /** The address of a ticket, as Settings has it. */
  tickets: string | undefined;
  /** Nights are kept beyond rotation. */
  longer: boolean;
  /** A date of jail15 has two nights. */
  twice: boolean;
  /** Restores may be put in place. */
  inPlace: boolean;
  /** A job is under way from the start. */
  busy: boolean;
  failing: [CommandName, ErrorEnvelope][];
}

export function scenarioOf(query: string): Scenario {
  const asked = new URLSearchParams(query);
  return {
    empty: asked.get('fleet') === 'empty',
    thousand: asked.get('fleet') === 'thousand',
    tick: Number(asked.get('tick') ?? 60),
    waiting: asked.getAll('wait').map((name) => name as CommandName),
    holdAt: asked.get('hold') ?? undefined,
    unknownKeys: asked.has('keys') ? Number(asked.get('keys') || 1) : 0,
    changedKey: asked.has('changed-key'),
    foreignKey: asked.has('foreign-key'),
    asks: asked.has('asks'),
    folderTrouble: asked.has('trouble'),
    down: asked.get('down') ?? undefined,
    filling: asked.has('filling'),
    rotten: asked.has('rotten'),
    restoreFails: asked.get('restore') === 'fails',
    tickets: asked.get('tickets') ?? undefined,
    longer: asked.has('longer'),
    twice: asked.has('twice'),
    inPlace: asked.has('in-place'),
    busy: asked.has('busy'),
    failing: asked.getAll('fail').map((name) => [
      name as CommandName,
      {
        code: 'unreachable',
        message: 'backup1 (127.0.0.1 port 2201) did not answer within 10 s while /data/jail15 was read.',
        details: { machine: 'backup1' },
      },
    ]),
  };
}
