import { basename, dirname } from 'node:path/posix';
import { countOf } from '../../domain/told-values.ts';
import { compose, ONE_SERVER, type Program } from '../program.ts';
import sha256 from '../shared/sha256.sh?raw';
import type { InputLine } from '../wire.ts';
import { pathInNight } from './files.ts';
import night from './night.sh?raw';
import readFileSource from './read-file.sh?raw';

export interface FileOfNight {
  backupdir: string;
  runId: string;
  path: string;
}

export interface FileContent {
  size: number;
  /** From the beginning, as far as was asked for. */
  content: Buffer;
}

const source = compose(night, sha256, readFileSource);

const encode = ({ backupdir, runId, path }: FileOfNight): InputLine[] => [
  ['backupdir', backupdir],
  ['run', runId],
  ['folder', pathInNight(dirname(path))],
  ['name', basename(path)],
];

/** The beginning of one file of a night. Errors: not-found, unsafe-path, permission-denied, night-gone. */
export const readFileStart: Program<FileOfNight & { most: number }, FileContent> = {
  name: 'read-file',
  source,
  encode: ({ most, ...file }) => [...encode(file), ['most', String(most)]],
  bounds: ONE_SERVER,
  reader: () => {
    let size = 0;
    const parts: Buffer[] = [];
    return {
      take: ({ name, fields }) => {
        if (name === 'content') size = countOf(fields.size) ?? 0;
        if (name === 'hex') parts.push(Buffer.from((fields.data ?? '').replace(/\s/g, ''), 'hex'));
        return undefined;
      },
      result: () => ({ size, content: Buffer.concat(parts) }),
    };
  },
};

/** Tells the size and the SHA-256 in the event `content`; what follows its line is the file, as it is. */
export const streamFile = {
  name: 'read-file',
  source,
  encode: (file: FileOfNight) => [...encode(file), ['raw', 'yes'] as const],
};
