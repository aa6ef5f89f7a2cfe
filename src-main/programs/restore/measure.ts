import { countOf } from '../../domain/told-values.ts';
import lister from '../nights/lister.sh?raw';
import night from '../nights/night.sh?raw';
import { compose, type Program } from '../program.ts';
import machine from './machine.sh?raw';
import measureSource from './measure.sh?raw';
import selection from './selection.sh?raw';
import { type AbsentPath, type ServerSelection, selectionLines } from './selection.ts';

export interface Measure {
  /** Files, links and the like of all nights; folders don't count. */
  files: number;
  /** Of distinct content: what is the same in the night selected before it is counted once. */
  bytes: number;
  absent: AbsentPath[];
  /** Free on the server, where the tarball is packed. */
  freeBytes: number | undefined;
  /** The server has zstd. */
  zstd: boolean;
}

/** How much a selection is. Errors: night-gone, unsafe-path. */
export const measureSelection: Program<ServerSelection, Measure> = {
  name: 'measure',
  source: compose(night, lister, machine, selection, measureSource),
  encode: (input) => [['backupdir', input.backupdir], ...selectionLines(input)],
  reader: () => {
    const measure: Measure = { files: 0, bytes: 0, absent: [], freeBytes: undefined, zstd: false };
    return {
      take: ({ name, fields }) => {
        if (name === 'measured') {
          measure.files += countOf(fields.files) ?? 0;
          measure.bytes += countOf(fields.bytes) ?? 0;
        }
        if (name === 'absent') measure.absent.push({ runId: fields.run ?? '', path: fields.path ?? '' });
        if (name === 'server') {
          measure.freeBytes = countOf(fields.free);
          measure.zstd = fields.zstd === 'yes';
        }
        return undefined;
      },
      result: () => measure,
    };
  },
};
