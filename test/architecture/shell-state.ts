/**
 * What a program knows while it runs, each under one name, whichever of its files learns it: an input sets it, a step
 * changes it. All else that a file needs for itself has a name of its own there, so that no call changes it unseen.
 */
export const STATE: Readonly<Record<string, string>> = {
  // The machine.
  nk_prefix: 'where the root of the machine is; not / in tests, and in a place of a gate',
  nk_top: 'the real path of the backupdir, where the keeper works',
  nk_base: 'the same for what reads nights',
  nk_shift: 'seconds between the time that is said and the clock',
  nk_time: 'the time that was asked for last, UTC',
  nk_sum: 'the checksum that was computed last',
  nk_status: 'the exit code of the rsync that ended last',

  // The run.
  nk_run: 'its id; of the night that is held, in a restore',
  nk_date: 'of its night, in the zone of the fleet',
  nk_started: 'when it began',
  nk_finished: 'when it ended; stated by a host without a gate',
  nk_note: 'what its record says of it',
  nk_customer_rules: 'whose data lies where',

  // A night, as one after the other is looked at.
  nk_index: 'its number',
  nk_label: 'its date, or that and a number, in a tarball',
  nk_night_run: 'the run that made it',

  // An entry, as one after the other is told.
  nk_path: 'the entry, or another path that the input names',
  nk_name: 'the file, tarball or host that the input names',
  nk_state: 'good, failed, missing …',
  nk_kind: 'a directory, a file, covered by another …',
  nk_message: 'what is wrong with it, or with the run',
  nk_target: 'where the symlink leads',
  nk_files: 'how many it has',
  nk_bytes: 'how many its files have',
  nk_same_as: 'the run of which it is the same, where it was carried on',
  nk_copied_bytes: 'what was copied for it last',
  nk_early: 'that the last night stands in for it before anything is compared',
  nk_good_age: 'how many nights ago it was good',
  nk_bad_nights: 'for how many nights it was not',

  // Sending.
  nk_sent_whole: 'that all was sent',
  nk_set_aside: 'that an entry was set aside, and the pass begins again',

  // Rotation.
  nk_published_run: 'the run that was published last',
  nk_dated: 'the nights there are, each with its date',
  nk_go: 'those kept longer that the rule keeps no more',
  nk_leaving: 'those that leave rotation',
  nk_wants_spare: 'that the oldest becomes the next base',

  // A restore.
  nk_as: 'what is delivered: a tarball, or a folder',
  nk_ending: 'what the name of the tarball ends in',
  nk_expected: 'the checksum that it must have',
  nk_stage: 'the folder that it is received in',
  nk_file: 'the file that it is received into',
  nk_errors: 'the file with what the tool that runs complains of',

  // A note of a file's hash, as one after the other is looked at.
  nk_was: 'good, or what it was found as before',
  nk_since_when: 'since when it is that',
  nk_old_sum: 'its checksum when it came',
  nk_old_size: 'its size then',
  nk_old_mtime: 'its time then',
  nk_old_inode: 'its inode',
  nk_where: 'the run, or hold, that it is in',
  nk_shown: 'its path there, as it is noted',

  // The mail.
  nk_since: 'how long it has been like that',
  nk_nights_long: 'the same in nights',
  nk_good_date: 'the last good night',
  nk_leaves_in: 'when that leaves rotation',
  nk_previous_date: 'the night before this one',
  nk_trouble: 'how many entries have some; of a run that never began, what',

  // The gate.
  nk_keys_file: 'the authorized_keys',
  nk_changed: 'that something had to be changed',
};
