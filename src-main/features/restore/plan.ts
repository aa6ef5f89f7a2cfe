import { type Night, NightkeepError, type RestorePlan } from '../../contract/index.ts';
import { tarballName } from '../../domain/labels.ts';
import { contains } from '../../domain/nights.ts';
import { humanBytes, spokenDate } from '../../domain/reply.ts';
import { measureSelection } from '../../programs/restore/measure.ts';
import { probeRoot } from '../../programs/restore/probe-root.ts';
import { runProgram } from '../run-program.ts';
import type { RestoreDeps } from './deps.ts';
import { type PreparedGroup, serverSelection } from './prepare.ts';

/** How much a restore is, where it would lie, and what staff should know before they start it. */
export async function planRestore(
  deps: RestoreDeps,
  customer: string,
  groups: readonly PreparedGroup[],
): Promise<RestorePlan> {
  const parts = await Promise.all(groups.map((group) => planHost(deps, customer, group)));
  return {
    files: parts.reduce((sum, part) => sum + part.files, 0),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    tarballs: parts.map(({ tarball }) => tarball),
    // Two nights of one date may have the same to say.
    warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
  };
}

async function planHost({ machines }: RestoreDeps, customer: string, group: PreparedGroup) {
  const { host, root, place } = group;
  const name = tarballName(
    customer,
    group.nights.map(({ date }) => date),
  );
  const [measure, probed] = await Promise.all([
    runProgram(machines, place.server, measureSelection, serverSelection(group)),
    runProgram(machines, host, probeRoot, { root, name }).catch((error: unknown) => {
      if (error instanceof NightkeepError) return error;
      throw error;
    }),
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
  const problem = probed instanceof NightkeepError ? probed : undefined;
  const found = probed instanceof NightkeepError ? undefined : probed;
  if (found?.freeBytes !== undefined && found.freeBytes < measure.bytes) {
    warnings.push(`${host} has ${humanBytes(found.freeBytes)} free in ${root}, and ${needs}`);
  }
  const file = (found?.zstd && measure.zstd ? found.zstdName : found?.name) ?? `${name}.tar.gz`;
  const tarball = {
    host,
    path: `${root}/${file}`,
    inCustomer: `/${file}`,
    freeBytes: found?.freeBytes,
    problem: problem?.message,
  };
  return { files: measure.files, bytes: measure.bytes, tarball, warnings };
}

function nightWarnings({ host, root, known }: PreparedGroup, night: Night, paths: readonly string[]): string[] {
  const date = spokenDate(night.date);
  const estimated = night.estimated ? [`${host}: the date ${date} is an estimate: that night has no record`] : [];
  const asked = paths.map((path) => (path === '' ? root : `${root}/${path}`));
  const touched = night.entries.filter(({ path }) =>
    asked.some((each) => contains(each, path) || contains(path, each)),
  );
  const troubled = touched.flatMap(({ path, state, sameAs, message }) => {
    if (sameAs !== undefined) {
      const other = known.find(({ runId }) => runId === sameAs);
      const which = other ? `the copy of ${spokenDate(other.date)}` : 'the copy of an earlier night';
      return [`${host}: ${path} was not copied on ${date}; ${which} stands in`];
    }
    if (state === 'good' || state === 'covered') return [];
    return [`${host}: ${path} was not whole on ${date}: ${message ?? state}`];
  });
  return [...estimated, ...troubled];
}
