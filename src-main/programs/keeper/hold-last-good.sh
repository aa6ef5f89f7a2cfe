# shellcheck shell=sh
# The hold that a collapsed entry makes by itself, in the form of all holds: `hold` with its record, `tree/LABEL/...`.

nk_hold_days=14

# nk_hold_last_good PATH RUN: holds PATH of the night of RUN, unless a hold of it was made so before.
nk_hold_last_good() {
  nk_encode "$1"
  nk_held_line="path${nk_tab}runId=$2${nk_tab}path=$nk_encoded"
  for nk_hold_dir in .nightkeep/holds/auto-*; do
    [ -f "$nk_hold_dir/hold" ] && grep -qxF -e "$nk_held_line" "$nk_hold_dir/hold" && return 0
  done
  nk_night_run=
  nk_list_nights
  for nk_held_index in $nk_nights_there; do
    nk_night "$nk_held_index"
    [ "$nk_night_run" != "$2" ] || break
  done
  [ "$nk_night_run" = "$2" ] || return 0
  # A record says what a host said: it is part of a path only where it can be one, as a date can.
  nk_held_date=$nk_night_date
  nk_is_id "$nk_held_date" || nk_held_date=night
  nk_serial=1
  while ! mkdir ".nightkeep/holds/auto-$nk_run-$nk_serial" 2>/dev/null; do
    nk_serial=$((nk_serial + 1))
    [ $nk_serial -lt 10000 ] || return 0
  done
  nk_hold_id=auto-$nk_run-$nk_serial
  nk_hold_dir=.nightkeep/holds/$nk_hold_id
  mkdir -p "$nk_hold_dir/tree/$nk_held_date"
  nk_kept_files=$nk_files nk_kept_bytes=$nk_bytes nk_copied_bytes=
  nk_copy_linked "$nk_held_index" "$1" "$nk_hold_dir/tree/$nk_held_date" || nk_message="$nk_lost; the last good night could not be held"
  nk_files=$nk_kept_files nk_bytes=$nk_kept_bytes
  nk_time_after 0
  nk_made=$nk_time
  nk_time_after $((nk_hold_days * 86400))
  {
    nk_emit hold id "$nk_hold_id" customer '' reason "$1 collapsed: $nk_lost" by Nightkeep \
      createdAt "$nk_made" until "$nk_time" host "$nk_host" bytes "${nk_copied_bytes:-0}"
    nk_emit night runId "$2" date "$nk_held_date" label "$nk_held_date"
    printf '%s\n' "$nk_held_line"
  } >"$nk_hold_dir/hold.new" && mv "$nk_hold_dir/hold.new" "$nk_hold_dir/hold"
}
