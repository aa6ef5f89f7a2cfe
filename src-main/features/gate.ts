import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { type Fleet, type GateCheck, type GatePlan, NightkeepError } from '../contract/index.ts';
import { holesOf, whatRemains } from '../domain/gate-holes.ts';
import type { JobContext, Jobs } from '../jobs/types.ts';
import { checkGateProgram } from '../programs/gate/check-gate.ts';
import { type GateSettings, gateSha256, settingsText } from '../programs/gate/gate.ts';
import { installGateProgram } from '../programs/gate/install-gate.ts';
import type { Machines } from '../ssh/types.ts';
import type { Actions } from './actions.ts';
import type { Handlers } from './feature.ts';
import { choose, claimedKeys, gateKeyOf, IDLE_MS, type LookedAt, lookAtKeys } from './gate-keys.ts';
import { hostOf } from './host-of.ts';
import type { NightPlace } from './nights-reader.ts';
import { runProgram } from './run-program.ts';

export interface GateDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  places: { of(host: string): Promise<NightPlace> };
  actions: Pick<Actions, 'note'>;
}

export function createGateFeature(deps: GateDeps): Handlers<'gate.check' | 'gate.install'> {
  return {
    async 'gate.check'({ host, authorizedKeys }) {
      const { server, calledServer = server, backupdir } = await placeOf(deps, host);
      const claims = await claimedKeys(deps.machines, host, calledServer);
      const checked = await runProgram(
        deps.machines,
        server,
        checkGateProgram,
        { host, keys: claims.map(({ text }) => text), file: authorizedKeys, backupdir },
        { idleTimeoutMs: IDLE_MS },
      );
      const wanted = settingsText(settingsFor(deps.fleet(), host, server, backupdir));
      const open = holesOf({
        host,
        server,
        keys: claims.length,
        proven: claims.filter(({ proof }) => proof === 'proven').length,
        lines: checked.lines,
        isCurrent: checked.sha256 === gateSha256,
        isInstalled: checked.sha256 !== undefined,
        hasSettings: sameSettings(checked.settings, wanted),
        rsync: checked.rsync,
        confined: checked.confined,
      });
      const { refusals, refusalsCount } = checked;
      const gated = checked.lines.length > 0 && checked.lines.every(({ state }) => state === 'gated');
      const check: GateCheck = {
        host,
        server,
        gated: gated && checked.sha256 !== undefined,
        lines: checked.lines,
        open,
        remains: whatRemains(host, server, backupdir),
        refusals: refusals.reverse(),
        refusalsCount,
      };
      return check;
    },

    'gate.install'({ host, dryRun, remove, authorizedKeys, keys }, { by }) {
      hostOf(deps.fleet(), host);
      const step = dryRun ? 'See what is to be done' : remove ? 'Free the keys' : 'Bind the keys';
      return deps.jobs.start({
        command: 'gate.install',
        title: titleOf(host, dryRun, remove),
        host,
        lock: `host:${host}`,
        steps: [step],
        work: (context) => {
          context.step(step);
          return install(deps, { host, dryRun, remove, authorizedKeys, keys, by }, context);
        },
      });
    },
  };
}

interface Wanted {
  host: string;
  dryRun: boolean;
  remove: boolean;
  authorizedKeys: string | undefined;
  /** Fingerprints. */
  keys: readonly string[] | undefined;
  by: string;
}

/**
 * On the host's server, and on the repository's where that is another and accepts the host's key. All of it is looked at
 * before anything is done.
 */
async function install(deps: GateDeps, wanted: Wanted, context: JobContext): Promise<GatePlan> {
  const { host, dryRun, remove } = wanted;
  const { server, calledServer = server, backupdir } = await placeOf(deps, host);
  const plan: GatePlan = { keys: [], steps: [], lines: [], changed: false, dryRun };
  const repository = deps.fleet().repository?.server;
  const servers = repository === undefined || repository === server ? [server] : [server, repository];
  // A repository that does not know the host is reached in some other way, or not at all.
  const unlessUnknown = async (name: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (name === server || !(error instanceof NightkeepError) || error.code !== 'not-found') throw error;
      plan.steps.push(`${name}: nothing to do: ${error.message.replace(`${name}: `, '')}`);
    }
  };

  const lines: LookedAt[] = [];
  for (const name of remove ? [] : servers) {
    await unlessUnknown(name, async () => {
      lines.push(...(await lookAtKeys(deps, wanted, name, name === server ? calledServer : name)));
    });
  }
  const chosen = remove ? new Set<string>() : choose(lines, wanted);
  plan.keys = lines.map((line) => gateKeyOf(line, chosen));
  for (const name of servers) {
    const mine = lines.filter(({ server: on, claim }) => on === name && chosen.has(claim.fingerprint));
    const keys = [...new Set(mine.map(({ claim }) => claim.text))];
    if (keys.length === 0 && !remove) continue;
    const settings = settingsFor(deps.fleet(), host, name, name === server ? backupdir : undefined);
    await unlessUnknown(name, () => installOn(deps, wanted, { server: name, settings, keys }, plan, context));
  }
  return plan;
}

async function installOn(
  deps: GateDeps,
  wanted: Wanted,
  { server, settings, keys }: { server: string; settings: GateSettings; keys: string[] },
  plan: GatePlan,
  { signal, progress }: JobContext,
): Promise<void> {
  const { authorizedKeys: file, dryRun, remove } = wanted;
  const spare = await ownKeys(deps.fleet(), server);
  const installed = await runProgram(
    deps.machines,
    server,
    installGateProgram,
    { settings, keys, spare, file, dryRun, remove },
    { signal, idleTimeoutMs: IDLE_MS, onEvent: (message) => progress({ message: `${server}: ${message}` }) },
  );
  plan.steps.push(...installed.steps.map((text) => `${server}: ${text}`));
  if (installed.line !== '') plan.lines.push({ server, file: installed.file, line: installed.line });
  plan.changed ||= installed.changed;
  if (installed.changed && !dryRun) note(deps, wanted, server);
}

/** All staff should find when a key was bound. */
function note({ actions }: GateDeps, { host, remove, by }: Wanted, where: string): void {
  const message = `${remove ? 'freed' : 'bound'} the key of ${host} ${remove ? 'from' : 'to'} the gate on ${where}`;
  actions.note({ action: remove ? 'gate-free' : 'gate-bind', machine: host, host, message }, by);
}

async function placeOf({ fleet, places }: GateDeps, host: string) {
  hostOf(fleet(), host);
  return places.of(host);
}

function settingsFor(fleet: Fleet, host: string, server: string, backupdir: string | undefined): GateSettings {
  const { nightsToKeep, collapseShare, timeZone, repository } = fleet;
  return {
    host,
    backupdir,
    repository: repository?.server === server ? repository.path : undefined,
    nightsToKeep,
    collapseShare,
    timeZone,
  };
}

/** A prefix is the server's own matter. */
const sameSettings = (found: string | undefined, wanted: string): boolean =>
  found !== undefined && `${found.replace(/^prefix .*\n/m, '').trimEnd()}\n` === wanted;

/** The public keys with which this app logs in to the server, as far as they lie beside the private ones. */
async function ownKeys(fleet: Fleet, server: string): Promise<string[]> {
  const file = fleet.servers.find(({ name }) => name === server)?.ssh.identityFile;
  const files = file === undefined ? [] : [file.replace(/^~(?=\/)/, homedir())];
  const texts = await Promise.all(files.map((path) => readFile(`${path}.pub`, 'utf8').catch(() => '')));
  return texts.map((text) => text.split(/\s+/)[1] ?? '').filter((base64) => base64 !== '');
}

function titleOf(host: string, dryRun: boolean, remove: boolean): string {
  if (dryRun) return `See what binding the key of ${host} would do`;
  return remove ? `Free the key of ${host}` : `Bind the key of ${host} to the gate`;
}
