import { textFromBytes } from '../../domain/bytes.ts';
import { compose, type Program } from '../program.ts';
import place from './place.sh?raw';
import readConfig from './read-config.sh?raw';
import saveConfig from './save-config.sh?raw';

/** Reads a backup.config, every byte of it. Fails with not-found or permission-denied. */
export const readConfigProgram: Program<{ path: string }, Buffer> = {
  name: 'read-config',
  source: compose(place, readConfig),
  encode: ({ path }) => [['path', path]],
  reader: () => {
    const parts: Buffer[] = [];
    return {
      take: ({ name, fields }) => {
        if (name === 'hex') parts.push(Buffer.from((fields.bytes ?? '').replaceAll(' ', ''), 'hex'));
        return undefined;
      },
      result: () => Buffer.concat(parts),
    };
  },
};

export interface SaveConfigInput {
  path: string;
  /** The bytes the file has to have still; undefined where there must be none. */
  expected: Buffer | undefined;
  /** The new text, in the scheme of domain/bytes.ts, without NUL. */
  text: string;
}

/** Saves a backup.config unless it changed, which is a `conflict`. */
export const saveConfigProgram: Program<SaveConfigInput, void> = {
  name: 'save-config',
  source: compose(place, saveConfig),
  encode: ({ path, expected, text }) => [
    ['path', path],
    expected ? ['expected', textFromBytes(expected)] : ['absent', 'yes'],
    ['text', text],
  ],
  reader: () => ({ take: () => undefined, result: () => undefined }),
};
