import type { KeyLine } from '../../contract/index.ts';
import { countOf } from '../../domain/told-values.ts';
import place from '../host/place.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import acceptedKeys from './accepted-keys.sh?raw';
import authorizedKeys from './authorized-keys.sh?raw';
import type { KeyText } from './install-gate.ts';

export interface AcceptedKey extends KeyLine {
  key: KeyText;
  /** What follows the key in its line. */
  comment: string;
}

export interface AcceptedKeysInput {
  host: string;
  keys: readonly KeyText[];
  /** The authorized_keys, where it is not the account's own. */
  file: string | undefined;
}

/**
 * Which of a host's keys a server accepts, in the order of its file. Runs on the server. Errors: not-found, where it
 * accepts none of them.
 */
export const acceptedKeysProgram: Program<AcceptedKeysInput, AcceptedKey[]> = {
  name: 'accepted-keys',
  source: compose(place, authorizedKeys, acceptedKeys),
  encode: ({ host, keys, file }) => [
    ['name', host],
    ...keys.map((key): [string, string] => ['key', key]),
    ...(file === undefined ? [] : [['file', file] as const]),
  ],
  bounds: ONE_HOST,
  reader: () => {
    const accepted: AcceptedKey[] = [];
    return {
      take: ({ name, fields }) => {
        if (name !== 'accepted') return undefined;
        const { number, key = '', comment = '', file = '' } = fields;
        const state = (['gated', 'other'] as const).find((each) => each === fields.state) ?? 'open';
        accepted.push({ number: countOf(number) ?? 0, key, comment: comment.trim(), state, file });
        return undefined;
      },
      result: () => accepted,
    };
  },
};
