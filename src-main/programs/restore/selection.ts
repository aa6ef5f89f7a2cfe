import type { InputLine } from '../wire.ts';

/** One night of a selection, as the programs on the server take it. */
export interface SelectedNight {
  runId: string;
  date: string;
  /** The folder of this night in the tree and in the tarball. */
  label: string;
  /** Relative to the root, without a slash at either end; '' is the root itself. */
  paths: readonly string[];
}

export interface ServerSelection {
  backupdir: string;
  /** The customer's root on the host; '' for the host's own. */
  root: string;
  nights: readonly SelectedNight[];
}

/** A path that was selected in a night that does not have it. */
export interface AbsentPath {
  runId: string;
  path: string;
}

/** The lines of selection.sh. */
export const selectionLines = ({ root, nights }: ServerSelection): InputLine[] => [
  ['root', root],
  ...nights.flatMap(({ runId, date, label, paths }): InputLine[] => [
    ['night', runId],
    ['date', date],
    ['label', label],
    ...paths.map((path) => ['path', path] as const),
  ]),
];
