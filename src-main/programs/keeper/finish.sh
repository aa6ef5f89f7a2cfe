# shellcheck shell=sh
# The end of a run: its record, and the night where there is one.

# nk_write_run_line STATE MESSAGE: the record's first line into $nk_line.
nk_write_run_line() {
  nk_count=$(grep -c . "$nk_scratch/entries") || :
  [ -n "$nk_finished" ] || {
    nk_time_after 0
    nk_finished=$nk_time
  }
  nk_format run id "$nk_run" host "$nk_host" server "$nk_server" date "$nk_date" startedAt "$nk_started" \
    finishedAt "$nk_finished" state "$1" entries "$nk_count" version "$nk_version" ${2:+message "$2"}
}

# nk_write_record TEMPORARY FINAL: the run's line and its entries'.
nk_write_record() {
  rm -f "$1"
  if ! { printf '%s\n' "$nk_run_line" && cat "$nk_scratch/entries"; } >"$1" || ! nk_file_to_disk "$1" || ! mv "$1" "$2"; then
    nk_cannot program-failed 'the record of the run could not be written'
  fi
}

# nk_finish_run: what the host asks as `publish`.
nk_finish_run() {
  # shellcheck disable=SC2046 # three numbers, to be split
  set -- $(awk -F "$nk_tab" '
    { all++ }
    /\tstate=(good|collapsed)\t/ { copied++ }
    !/\tstate=(good|covered)\t/ || /\tmessage=/ { troubled++ }
    END { print all + 0, copied + 0, troubled + 0 }' "$nk_scratch/entries")
  if [ "$2" = 0 ]; then
    nk_message="none of its $1 entries could be copied"
    nk_fail_run
    return
  fi
  nk_look_at_folders
  nk_seal || nk_night_to_disk
  nk_dies_at on-disk
  nk_run_state=good
  [ "$3" = 0 ] || nk_run_state=warning
  nk_write_run_line "$nk_run_state" "$nk_note"
  nk_run_line=$nk_line
  nk_write_record .nightkeep/incoming/.nightkeep-record.new .nightkeep/incoming/.nightkeep-record
  nk_dies_at recorded
  nk_emit publishing
  nk_publish
  rm -f .nightkeep/incoming.run
  nk_in_place || nk_wants_spare=yes
  nk_let_go "$nk_nights"
  nk_dies_at let-go
  nk_drop_partials
  # What is no entry any more.
  nk_trash .nightkeep/base "base-$nk_run"
  printf '%s\n' "$nk_run_line"
  nk_emit published run "$nk_run" shifted "$nk_shifted"
  nk_session_done=1
}

# nk_fail_run: what the host asks as `fail`. Nothing is published and nothing rotates; what was received waits for the next run.
nk_fail_run() {
  nk_write_run_line failed "${nk_message:-it failed}"
  nk_run_line=$nk_line
  nk_write_record ".nightkeep/runs/.$nk_run.new" ".nightkeep/runs/$nk_run"
  printf '%s\n' "$nk_run_line"
}
