import {
  type Night,
  NightkeepError,
  type PlannedPlace,
  type PlannedTarball,
  type RestorePlan,
} from '../../contract/index.ts';
import { isTroubled } from '../../domain/brief-run.ts';
import { contains } from '../../domain/nights.ts';
import { humanBytes, spokenDate } from '../../domain/spoken.ts';
import { measureSelection } from '../../programs/restore/measure.ts';
import { type ProbedPlace, probeRoot } from '../../programs/restore/probe-root.ts';
import type { Machines } from '../../ssh/types.ts';
import { runProgram } from '../run-program.ts';
import { obstacleTo } from './carrier.ts';
import type { RestoreDeps } from './deps.ts';
import {
  type Destination,
  destinationOf,
  freeOnDesk,
  isInPlace,
  isUnpacked,
  nameAt,
  type Wanted,
} from './destination.ts';
import { type PreparedGroup, serverSelection } from './prepare.ts';

/** How much a restore is, where it would lie, and what staff should know before they start it. */
export async function planRestore(
  deps: RestoreDeps,
  customer: string,
  groups: readonly PreparedGroup[],
  wanted: Wanted,
): Promise<RestorePlan> {
  const parts = await Promise.all(groups.map((group) => planHost(deps, customer, group, wanted)));
  return {
    files: parts.reduce((sum, part) => sum + part.files, 0),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    tarballs: parts.map(({ tarball }) => tarball),
    // Two nights of one date may have the same to say.
    warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
  };
}

async function planHost(deps: RestoreDeps, customer: string, group: PreparedGroup, wanted: Wanted) {
  const { machines } = deps;
  const { host, place } = group;
  const to = destinationOf(deps, group, customer, wanted, group.nights);
  const name = nameAt(
    to,
    customer,
    group.nights.map(({ date }) => date),
  );
  const [measure, probed] = await Promise.all([
    runProgram(machines, place.server, measureSelection, serverSelection(group)),
    lookAt(machines, to, name),
  ]);
  const warnings = group.nights.flatMap(({ night, paths }) => nightWarnings(group, night, paths));
  for (const { runId, path } of measure.absent) {
    const date = group.nights.find((night) => night.runId === runId)?.date ?? runId;
    warnings.push(`${host}: /${path} is not in the night of ${spokenDate(date)}`);
  }
  const needs = `the selection has ${humanBytes(measure.bytes)} before it is compressed`;
  if (measure.freeBytes !== undefined && measure.freeBytes < measure.bytes) {
    warnings.push(`${place.server} has ${humanBytes(measure.freeBytes)} free, and ${needs}`);
  }
  if (probed.freeBytes !== undefined && probed.freeBytes < measure.bytes) {
    warnings.push(`${probed.where} has ${humanBytes(probed.freeBytes)} free, and ${needs}`);
  }
  const tarball = tarballAt(to, host, probed, measure.zstd);
  return { files: measure.files, bytes: measure.bytes, tarball, warnings };
}

/** A tarball of what is of `host`, where it goes; `zstd` where it is compressed by that if it can be unpacked there. */
export function tarballAt(to: Destination, host: string, probed: Found, zstd: boolean): PlannedTarball {
  const unpacked = isUnpacked(to);
  const file = unpacked ? probed.folder : zstd && probed.zstdName ? probed.zstdName : probed.name;
  return {
    host: to.desk ? host : to.host,
    desk: to.desk,
    unpacked,
    ...(isInPlace(to) ? { places: probed.places ?? [] } : {}),
    ...whereOf(to, file),
    freeBytes: probed.freeBytes,
    problem: probed.problem,
    canWait: probed.canWait,
  };
}

function whereOf(to: Destination, file: string): Pick<PlannedTarball, 'path' | 'inCustomer'> {
  if (to.desk) return { path: `${to.folder}/${file}`, inCustomer: `${to.folder}/${file}` };
  if (to.places) return { path: to.root || '/', inCustomer: '/' };
  return { path: `${to.root}/${file}`, inCustomer: `/${file}` };
}

export interface Found {
  where: string;
  freeBytes?: number | undefined;
  name: string;
  /** That of the folder, where it is to be unpacked. */
  folder: string;
  /** What is to be put in place. */
  places?: PlannedPlace[] | undefined;
  /** Its name where it may be compressed by zstd. */
  zstdName?: string | undefined;
  /** Why it can't be delivered there now. */
  problem?: string | undefined;
  /** It is its host that does not answer, which a restore can wait for. */
  canWait?: boolean | undefined;
}

/** What a tarball would find where it goes. */
export async function lookAt(machines: Machines, to: Destination, name: string): Promise<Found> {
  const usual = `${name}.tar.gz`;
  if (to.desk) return { where: to.folder, name: usual, folder: '', freeBytes: await freeOnDesk(to.folder) };
  const { host, root, isOwn, places: wanted } = to;
  const where = `${root} on ${host}`;
  try {
    const found = await runProgram(machines, host, probeRoot, { root, name, places: wanted });
    const problem = obstacleTo(to, found);
    const zstdName = found.zstd && !to.unpacked && !wanted ? found.zstdName : undefined;
    const places = found.places.map(plannedPlace);
    return { where, ...found, folder: found.folder || name, zstdName, problem, places };
  } catch (error) {
    if (error instanceof NightkeepError) {
      return {
        where,
        name: usual,
        folder: name,
        problem: error.message,
        // What would go aside has to be seen first.
        canWait: isOwn && !wanted && error.code === 'unreachable',
      };
    }
    throw error;
  }
}

const inRoot = (path: string) => (path === '' ? undefined : `/${path}`);

const plannedPlace = ({ path, isThere, aside, earlier }: ProbedPlace): PlannedPlace => ({
  path: `/${path}`,
  isThere,
  before: inRoot(aside),
  earlier: inRoot(earlier),
});

function nightWarnings({ host, root, known }: PreparedGroup, night: Night, paths: readonly string[]): string[] {
  const date = spokenDate(night.date);
  const estimated = night.estimated ? [`${host}: the date ${date} is an estimate: that night has no record`] : [];
  const asked = paths.map((path) => (path === '' ? root : `${root}/${path}`));
  const touched = night.entries.filter(({ path }) =>
    asked.some((each) => contains(each, path) || contains(path, each)),
  );
  const troubled = touched.flatMap((entry) => {
    const { path, state, sameAs, message } = entry;
    if (sameAs !== undefined) {
      const other = known.find(({ runId }) => runId === sameAs);
      const which = other ? `the copy of ${spokenDate(other.date)}` : 'the copy of an earlier night';
      return [`${host}: ${path} was not copied on ${date}; ${which} stands in`];
    }
    if (!isTroubled(entry)) return [];
    return [`${host}: ${path} was not whole on ${date}: ${message ?? state}`];
  });
  return [...estimated, ...troubled];
}
