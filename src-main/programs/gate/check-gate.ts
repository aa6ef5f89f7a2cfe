import type { KeyLine, Refusal } from '../../contract/index.ts';
import { countOf, instantOf, NO_TIME } from '../../domain/told-values.ts';
import hostPlace from '../host/place.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import rsync from '../shared/rsync.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import authorizedKeys from './authorized-keys.sh?raw';
import checkGate from './check-gate.sh?raw';
import type { KeyText } from './install-gate.ts';
import place from './place.sh?raw';

export interface CheckGateInput {
  host: string;
  keys: readonly KeyText[];
  file: string | undefined;
  backupdir: string;
}

export interface CheckedGate {
  /** One for each line of authorized_keys that is a key of the host. */
  lines: KeyLine[];
  /** Undefined where no gate is installed. */
  sha256: string | undefined;
  settings: string | undefined;
  rsync: string | undefined;
  /** What serves a host is, or would be, in a place where nothing else of the server exists. */
  confined: boolean;
  /** The last ones, oldest first. */
  refusals: Refusal[];
  refusalsCount: number;
}

/** What a host could do on its server. Runs on the server. */
export const checkGateProgram: Program<CheckGateInput, CheckedGate> = {
  name: 'check-gate',
  source: compose(events, rsync, hostPlace, sha256, authorizedKeys, place, checkGate),
  encode: ({ host, keys, file, backupdir }) => [
    ['name', host],
    ...keys.map((key): [string, string] => ['key', key]),
    ...(file === undefined ? [] : [['file', file] as const]),
    ['backupdir', backupdir],
  ],
  bounds: ONE_HOST,
  reader: () => {
    const checked: CheckedGate = {
      lines: [],
      sha256: undefined,
      settings: undefined,
      rsync: undefined,
      confined: false,
      refusals: [],
      refusalsCount: 0,
    };
    return {
      take: ({ name, fields }) => {
        switch (name) {
          case 'line': {
            const state = (['gated', 'other'] as const).find((each) => each === fields.state) ?? 'open';
            checked.lines.push({ state, number: countOf(fields.number) ?? 0, file: fields.file ?? '' });
            break;
          }
          case 'installed':
            checked.sha256 = fields.sha256 || undefined;
            checked.settings = fields.settings || undefined;
            break;
          case 'server':
            checked.rsync = fields.rsync || undefined;
            checked.confined = fields.confined === 'yes';
            break;
          case 'refused':
            checked.refusals.push({
              at: instantOf(fields.at) ?? NO_TIME,
              from: fields.from || undefined,
              asked: fields.asked || undefined,
              message: fields.message ?? '',
            });
            break;
          case 'refusals':
            checked.refusalsCount = countOf(fields.count) ?? 0;
        }
        return undefined;
      },
      result: () => checked,
    };
  },
};
