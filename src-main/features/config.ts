import { createHash } from 'node:crypto';
import {
  type BackupConfig,
  type ConfigHistory,
  type ConfigProblem,
  type Fleet,
  type Host,
  NightkeepError,
} from '../contract/index.ts';
import { bytesFromText, textFromBytes } from '../domain/bytes.ts';
import { copyableEntries, parseConfig } from '../domain/config.ts';
import type { CustomerFinder } from '../domain/customers.ts';
import { serverMeant } from '../domain/server-address.ts';
import { textChange } from '../domain/text-change.ts';
import { type CheckedEntry, checkEntriesProgram } from '../programs/host/check-entries.ts';
import { readConfigProgram, saveConfigProgram } from '../programs/host/config-file.ts';
import { configHistoryProgram } from '../programs/host/config-history.ts';
import type { Machines } from '../ssh/types.ts';
import type { PlaceStore } from '../stores/history/place-store.ts';
import type { Handlers } from './feature.ts';
import { hostOf, isAnotherThan } from './host-of.ts';
import { instant } from './restore/deps.ts';
import { runProgram } from './run-program.ts';

export interface ConfigDeps {
  machines: Machines;
  fleet: () => Fleet;
  finder: () => CustomerFinder;
  places: Pick<PlaceStore, 'at' | 'get'>;
  now: () => Date;
  /** Told of a file that is another than was known, since customers and places come from it. */
  onOther: (host: string) => void;
}

const IDLE_MS = 60_000;

export function createConfigFeature(
  deps: ConfigDeps,
): Handlers<'config.read' | 'config.check' | 'config.save' | 'config.history'> {
  const { machines, fleet } = deps;
  const read = (host: Host) =>
    runProgram(machines, host.name, readConfigProgram, { path: host.configPath }, { idleTimeoutMs: IDLE_MS });

  /** Revisions that were told of: of one that can't be taken in, such as one without a server, it is said once. */
  const told = new Map<string, string>();
  function tellIfOther(host: string, revision: string): void {
    const known = deps.places.get(host)?.revision;
    if (known === undefined || known === revision || told.get(host) === revision) return;
    told.set(host, revision);
    deps.onOther(host);
  }

  return {
    async 'config.read'({ host }) {
      const bytes = await read(hostOf(fleet(), host));
      const config = configOf(bytes, serverNames(fleet()));
      tellIfOther(host, config.revision);
      return config;
    },

    async 'config.check'({ host, text }) {
      const { problems, entries } = parseConfig(text, {
        knownServers: serverNames(fleet()),
        neighbourIn: (server, backupdir) => neighbourIn(deps, host, server, backupdir),
      });
      const copyable = copyableEntries(entries);
      const find = deps.finder();
      const asked = copyable.map(({ path }) => ({ path, root: find(path)?.root }));
      const checked = await runProgram(
        machines,
        hostOf(fleet(), host).name,
        checkEntriesProgram,
        { entries: asked },
        { idleTimeoutMs: IDLE_MS },
      );
      const onHost = copyable.flatMap(({ line }, index) => {
        const entry = checked[index];
        return entry ? problemOf(line, entry) : [];
      });
      return { problems: [...problems, ...onHost].sort((a, b) => a.line - b.line) };
    },

    async 'config.save'({ host, text, revision, ticket }, { by }) {
      const { name, configPath } = hostOf(fleet(), host);
      if (text.includes('\0')) throw new NightkeepError('bad-input', 'a text with a NUL byte in it can’t be saved');
      const expected = revision === '' ? undefined : await read(hostOf(fleet(), host));
      const change = textChange(expected ? textFromBytes(expected) : '', text);
      if (expected && revisionOf(expected) !== revision)
        throw new NightkeepError('conflict', `${name}: ${configPath} was changed since it was read`, { host: name });
      await runProgram(
        machines,
        name,
        saveConfigProgram,
        { path: configPath, expected, text, by, at: instant(deps.now()), ticket },
        { idleTimeoutMs: IDLE_MS },
      );
      deps.onOther(name);
      return { revision: revisionOf(bytesFromText(text)), change };
    },

    async 'config.history'({ host }) {
      const { name, configPath } = hostOf(fleet(), host);
      const told = await runProgram(
        machines,
        name,
        configHistoryProgram,
        { path: configPath },
        { idleTimeoutMs: IDLE_MS },
      );
      return withChanges(told);
    },
  };
}

/** The other host that keeps its nights in a place. */
export function neighbourIn(
  { fleet, places }: ConfigDeps,
  host: string,
  called: string,
  backupdir: string,
): string | undefined {
  const servers = serverNames(fleet());
  const server = serverMeant(called, (one) => servers.includes(one));
  return server && places.at({ server, backupdir }).find(isAnotherThan(fleet(), host));
}

export const serverNames = (fleet: Fleet) => fleet.servers.map(({ name }) => name);

const revisionOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A backup.config of its bytes. */
export function configOf(bytes: Buffer, knownServers: string[]): BackupConfig {
  const text = textFromBytes(bytes);
  return { text, revision: revisionOf(bytes), ...parseConfig(text, { knownServers }) };
}

/** How much each text differs from the one before it. */
function withChanges({ kept, byHand }: ConfigHistory): ConfigHistory {
  return {
    byHand,
    kept: kept.map((one, index) => {
      const before = kept[index + 1]?.text;
      if (one.text === undefined || before === undefined) return one;
      const { added, removed } = textChange(before, one.text);
      return { ...one, change: { added, removed } };
    }),
  };
}

/** What the host says of an entry, as a problem of its line; none where it is a directory. */
function problemOf(line: number, { path, state, at, real }: CheckedEntry): ConfigProblem[] {
  switch (state) {
    case 'directory':
      return [];
    case 'missing':
      return [{ line, path, code: 'missing', message: `${at} does not exist on the host.` }];
    case 'symlink':
      return [
        {
          line,
          path,
          code: 'symlink',
          message: real
            ? `${at} is a symlink, which a backup does not follow: write ${real} instead.`
            : `${at} is a symlink that leads nowhere, and a backup does not follow it.`,
          suggestion: real,
        },
      ];
    case 'file':
      return [{ line, path, code: 'not-a-directory', message: `${at} is a file: it is backed up alone.` }];
    case 'other':
      return [{ line, path, code: 'not-a-directory', message: `${at} is neither a directory nor a file.` }];
  }
}
