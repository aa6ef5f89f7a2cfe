import { createHash } from 'node:crypto';
import {
  type CommandArguments,
  type Fleet,
  fleet as fleetSchema,
  NightkeepError,
  type TeamFleet,
} from '../../contract/index.ts';
import { nestingOf } from '../../domain/nesting.ts';
import { compareFleets, sharedFleet, takeOver } from '../../domain/team-fleet.ts';
import { readFleetFile, saveFleetFile } from '../../programs/repository/fleet-file.ts';
import type { Machines } from '../../ssh/types.ts';
import { keepUnknown } from '../../stores/keep-unknown.ts';
import { parseFleet } from '../../stores/settings.ts';
import type { Handlers } from '../feature.ts';
import { instant } from '../restore/deps.ts';
import { runProgram } from '../run-program.ts';
import { askBeforeLeaving, type SaveFleet } from './save-fleet.ts';

export interface TeamFleetDeps {
  machines: Machines;
  fleet: () => Fleet;
  save: SaveFleet;
  now: () => Date;
}

type At = CommandArguments<'teamFleet.read'>['at'];

/** Below the folder of the scripts, of which hosts are sent the files and no folder. */
const FILE = 'team/fleet.json';
const IDLE_MS = 60_000;
const nothing: Fleet = fleetSchema.parse({});

interface Found {
  server: string;
  path: string;
  /** Undefined where there is no such file yet. */
  bytes: Buffer | undefined;
  /** What it holds, keys that are not known included. */
  file: Record<string, unknown>;
  fleet: Fleet;
}

/** The fleet that a team shares by its repository server. Nothing of it comes into one's own but by choice. */
export function createTeamFleetFeature(
  deps: TeamFleetDeps,
): Handlers<'teamFleet.read' | 'teamFleet.takeOver' | 'teamFleet.publish'> {
  const { machines, fleet, save, now } = deps;

  return {
    'teamFleet.read': async ({ at }): Promise<TeamFleet> => {
      const { server, path, bytes, file, fleet: team } = await read(deps, at);
      return {
        server,
        path,
        revision: revisionOf(bytes),
        by: textOr(file.by),
        at: textOr(file.at),
        machines: team.servers.length + team.hosts.length,
        differences: compareFleets(fleet(), team),
      };
    },

    'teamFleet.takeOver': async ({ at, revision, take, identityFile, confirm }) => {
      const found = await read(deps, at);
      mustBe(found, revision);
      const own = fleet();
      const known = new Set(compareFleets(own, found.fleet).map(({ id }) => id));
      const gone = take.find((id) => !known.has(id));
      if (gone !== undefined)
        throw new NightkeepError('conflict', `${gone} is no difference any more; compare the two once more`, {
          id: gone,
        });
      return { fleet: save(takeOver(own, found.fleet, new Set(take), identityFile), confirm) };
    },

    'teamFleet.publish': async ({ revision, confirm }, { by }) => {
      const found = await read(deps, undefined);
      mustBe(found, revision);
      const next = sharedFleet(fleet());
      if (found.bytes) askBeforeLeaving(found.fleet, next, confirm, 'the team’s fleet');
      const published = {
        ...found.file,
        by,
        at: instant(now()),
        fleet: keepUnknown(fleetSchema, found.file.fleet, JSON.parse(JSON.stringify(next))),
      };
      const text = `${JSON.stringify(published, undefined, 2)}\n`;
      const { server, path, bytes } = found;
      await runProgram(machines, server, saveFleetFile, { path, expected: bytes, text }, { idleTimeoutMs: IDLE_MS });
      return { server, path, revision: revisionOf(Buffer.from(text)) };
    },
  };
}

/** Throws not-found where no repository is known, and bad-input, naming the file, where that holds no fleet. */
async function read({ machines, fleet }: TeamFleetDeps, at: At): Promise<Found> {
  const where = at ?? fleet().repository;
  if (!where) {
    const message = 'the fleet has no repository: name in the settings from which server the scripts come';
    throw new NightkeepError('not-found', message);
  }
  const { server } = where;
  const path = `${where.path.replace(/\/+$/, '')}/${FILE}`;
  const bytes = await runProgram(machines, server, readFleetFile, { path }, { idleTimeoutMs: IDLE_MS });
  if (!bytes) return { server, path, bytes, file: {}, fleet: nothing };
  const file = objectIn(bytes, `${path} on ${server}`);
  return { server, path, bytes, file, fleet: parseFleet(file.fleet, `${path} on ${server}`) };
}

/** No fleet is as deep, nor what a newer Nightkeep may add to one. */
const DEEPEST = 50;

function objectIn(bytes: Buffer, where: string): Record<string, unknown> {
  let value: unknown;
  const text = bytes.toString('utf8');
  if (nestingOf(text) > DEEPEST)
    throw new NightkeepError('bad-input', `${where} is nested deeper than any fleet. Put it right there by hand.`);
  try {
    value = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NightkeepError('bad-input', `${where} is not valid JSON: ${why}. Put it right there by hand.`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new NightkeepError('bad-input', `${where} holds no { "fleet": … }. Put it right there by hand.`);
}

/** What was compared is what is there. */
function mustBe({ bytes, path, server }: Found, revision: string): void {
  if (revisionOf(bytes) === revision) return;
  throw new NightkeepError('conflict', `${path} on ${server} was changed since it was read; compare the two once more`);
}

const revisionOf = (bytes: Buffer | undefined): string =>
  bytes ? createHash('sha256').update(bytes).digest('hex') : '';

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 200) : undefined);
