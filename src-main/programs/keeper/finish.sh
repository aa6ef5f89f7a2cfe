# shellcheck shell=sh
# Runs on the server: the end of a run: its record, and the night where there is one.

# nk_write_run_line STATE MESSAGE: the record's first line into $nk_line.
nk_write_run_line() {
  [ -n "$nk_finished" ] || {
    nk_time_after 0
    nk_finished=$nk_time
  }
  nk_format run id "$nk_run" host "$nk_host" server "$nk_server" date "$nk_date" startedAt "$nk_started" \
    finishedAt "$nk_finished" state "$1" entries "$nk_all_entries" version "$nk_version" clockSkew "$nk_skew" ${2:+message "$2"} ${nk_follows:+follows "$nk_follows"}
}

# nk_add_up_entries: how many there are into $nk_all_entries, how many were copied and are in trouble into $nk_added_up.
nk_add_up_entries() {
  nk_added_up=$(awk -F "$nk_tab" '
    $1 != "entry" { next }
    { all++ }
    /\tstate=(good|collapsed)\t/ { copied++ }
    !/\tstate=(good|covered)\t/ || /\tmessage=/ { troubled++ }
    END { print all + 0, copied + 0, troubled + 0 }' "$nk_scratch/entries")
  nk_all_entries=${nk_added_up%% *}
  nk_added_up=${nk_added_up#* }
}

# nk_write_record TEMPORARY FINAL: the run's line and its entries'.
nk_write_record() {
  if { printf '%s\n' "$nk_run_line" && cat "$nk_scratch/entries"; } >"$1" && nk_file_to_disk "$1"; then
    nk_dies_at written
    ! mv "$1" "$2" || return 0
  fi
  nk_cannot 'the record of the run could not be written'
}

# nk_finish_run: what the host asks as `publish`. What the night consists of is on the disk before its record says that it
# is whole, and that before it is published.
nk_finish_run() {
  nk_add_up_entries
  # shellcheck disable=SC2086 # two numbers, to be split
  set -- $nk_all_entries $nk_added_up
  if [ "$2" = 0 ]; then
    nk_message="none of its $1 entries could be copied"
    nk_fail_run
    return
  fi
  nk_run_state=good
  [ "$3$nk_warns" = 0 ] || nk_run_state=warning
  nk_write_run_line "$nk_run_state" "$nk_note"
  nk_run_line=$nk_line
  nk_night_to_disk
  nk_dies_at on-disk
  nk_base_to_incoming || nk_cannot 'the base could not become the night'
  nk_dies_at incoming
  nk_write_record .nightkeep/incoming/.nightkeep-record.new .nightkeep/incoming/.nightkeep-record
  nk_dies_at recorded
  nk_emit publishing
  nk_publish
  ! nk_keeps_snapshots || cp ./0/.nightkeep-record .nightkeep/base/.nightkeep-record
  nk_keeps_snapshots || nk_wants_spare=yes
  nk_let_go "$nk_nights"
  nk_dies_at let-go
  printf '%s\n' "$nk_run_line"
  nk_emit published run "$nk_run" shifted "$nk_shifted"
  nk_session_done=1
}

# nk_base_to_incoming: with the list of its joined names.
nk_base_to_incoming() {
  true >>"$nk_scratch/links" && true >>"$nk_scratch/links-came" || return 1
  if nk_keeps_snapshots; then nk_snapshot_night; else mv .nightkeep/base .nightkeep/incoming; fi &&
    nk_write_links .nightkeep/incoming/.nightkeep-links || return 1
  # The list of a base that goes on is that of its night; a new one comes with its own.
  ! nk_keeps_snapshots || nk_write_links .nightkeep/base-links
}

# nk_write_links FILE: the joined names of the night.
nk_write_links() {
  if [ ! -s "$nk_scratch/links" ] && [ ! -s "$nk_scratch/links-came" ]; then
    true >"$1"
  else
    sort -u "$nk_scratch/links" "$nk_scratch/links-came" >"$1"
  fi
}

# nk_fail_run: what the host asks as `fail`. Nothing is published and nothing rotates; what was received waits for the next run.
nk_fail_run() {
  [ -n "${nk_all_entries-}" ] || nk_add_up_entries
  nk_write_run_line failed "${nk_message:-it failed}"
  nk_run_line=$nk_line
  nk_write_record ".nightkeep/runs/.$nk_run.new" ".nightkeep/runs/$nk_run"
  printf '%s\n' "$nk_run_line"
}
