/** What the gate does in place of the keeper's own (see keeper/ungated.sh); `nk_fail` notes what was refused. */
export const OF_THE_GATE: readonly string[] = [
  'nk_note_refusal',
  'nk_fail',
  'nk_guard_input',
  'nk_guard_session',
  'nk_guard_command',
  'nk_guard_fetch',
  'nk_exec_rsync',
];

/** What a reader of events is told each field by: whoever reads them sets it, inside a function (shared/events.sh). */
export const CALLBACK = 'nk_field';

/** What a part calls without knowing whose it is: whoever uses the part defines it. */
export const HOOKS: ReadonlySet<string> = new Set([
  ...OF_THE_GATE,
  CALLBACK,
  // A word of the input (wire.sh).
  'nk_input',
  // How an entry is read: on the host by way of a view (shared/attributes.sh).
  'nk_reading',
  // What was selected (restore/selection.sh).
  'nk_selected_night',
  'nk_selected_path',
  'nk_take_night',
]);
