import hostPlace from '../host/place.sh?raw';
import { compose, type Program } from '../program.ts';
import rsync from '../shared/rsync.sh?raw';
import type { InputLine } from '../wire.ts';
import authorizedKeys from './authorized-keys.sh?raw';
import { type GateSettings, gateSource, settingsText } from './gate.ts';
import installGate from './install-gate.sh?raw';
import place from './place.sh?raw';
import settlePlace from './settle-place.sh?raw';

/** A public key as authorized_keys has it: `TYPE BASE64`. */
export type KeyText = string;

export interface InstallGateInput {
  settings: GateSettings;
  /** What is to be bound; to free what is bound to the gate none is needed. */
  keys: readonly KeyText[];
  /** Base64 of keys that are never bound. */
  spare: readonly string[];
  /** The authorized_keys, where it is not the account's own. */
  file: string | undefined;
  dryRun: boolean;
  remove: boolean;
}

export interface InstalledGate {
  steps: string[];
  /** The line of authorized_keys as it is then; empty where none was meant. */
  line: string;
  file: string;
  changed: boolean;
}

/**
 * Binds keys to a host's gate on a server, or frees all that are bound to it; runs on the server. Errors: not-found,
 * where none of the keys is accepted there; conflict, where a key has a command of its own, or is another's as well.
 */
export const installGateProgram: Program<InstallGateInput, InstalledGate, string> = {
  name: 'install-gate',
  source: compose(rsync, hostPlace, authorizedKeys, place, settlePlace, installGate),
  encode: ({ settings, keys, spare, file, dryRun, remove }) => {
    const lines: [string, string | undefined][] = [
      ['name', settings.host],
      ...keys.map((key): InputLine => ['key', key]).map(([word, key]): [string, string] => [word, key]),
      ...spare.map((base64): [string, string] => ['spare', base64]),
      ['file', file],
      ['gate', gateSource],
      ['settings', settingsText(settings)],
      ['dry', dryRun ? 'yes' : undefined],
      ['remove', remove ? 'yes' : undefined],
    ];
    return lines.filter((line): line is [string, string] => line[1] !== undefined);
  },
  reader: () => {
    const installed: InstalledGate = { steps: [], line: '', file: '', changed: false };
    return {
      take: ({ name, fields }) => {
        if (name === 'gate') {
          Object.assign(installed, { line: fields.line, file: fields.file, changed: fields.changed === '1' });
        }
        if (name !== 'step' || fields.text === undefined) return undefined;
        installed.steps.push(fields.text);
        return fields.text;
      },
      result: () => installed,
    };
  },
};
