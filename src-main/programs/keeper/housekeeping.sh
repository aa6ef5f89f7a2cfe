# shellcheck shell=sh
# Runs on the server, as the app or staff start it: puts one backupdir in order on its server. Input: backupdir; nights, how many dates to keep; now, the time; dry, to
# only tell. Says `recovered run=`, `shifted night= to=`, `kept run=`, `trashed run=`, `expired id=`, `cleaned name= message=` and
# `deleted name=` for what it does, or would do, and deletes what lies in the trash, at low priority, once the lock is
# given back.

nk_housekeeping_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    nights) nk_nights=$2 ;;
    now) nk_time=$2 ;;
    dry) nk_dry=1 ;;
  esac
}

nk_housekeeping_end() {
  trap - EXIT HUP INT TERM PIPE
  cd "$nk_top" || exit 1
  nk_unlock
}

# nk_clean PATH NAME MESSAGE: to the trash, and said.
nk_clean() {
  [ -n "$nk_dry" ] || nk_trash "$1" "$2" || return 0
  nk_emit cleaned name "$2" message "$3"
}

# nk_finish_publishing: of a run that died when its night was whole. In a dry run, $nk_coming is that night's date, and
# $nk_gap the hole that it would take.
nk_finish_publishing() {
  nk_coming='' nk_gap=0
  [ -f .nightkeep/incoming/.nightkeep-record ] || return 0
  if [ -n "$nk_dry" ]; then
    nk_night .nightkeep/incoming
    nk_published_run=$nk_night_run nk_coming=$nk_night_date
    nk_lowest_hole
    nk_gap=$nk_hole
  else
    nk_publish
  fi
  nk_emit recovered run "$nk_published_run" message "the night of the run $nk_published_run, which died, is published"
}

# nk_close_holes: nights stand without a hole again, as after a rename that was the last thing a run did.
nk_close_holes() {
  nk_free=0
  [ -z "$nk_coming" ] || nk_free=1
  nk_list_nights
  for nk_night_at in $nk_nights_there; do
    nk_stands=$nk_night_at
    [ -z "$nk_coming" ] || [ "$nk_night_at" -ge "$nk_gap" ] || nk_stands=$((nk_night_at + 1))
    if [ $nk_free -ne "$nk_stands" ]; then
      if [ -z "$nk_dry" ]; then mv "./$nk_night_at" "./$nk_free" || nk_fail program-failed "night $nk_night_at could not be renamed"; fi
      nk_emit shifted night "$nk_stands" to "$nk_free"
    fi
    nk_free=$((nk_free + 1))
  done
}

# nk_let_nights_go: those beyond the number of dates; in a dry run, the coming night's date counts too.
nk_let_nights_go() {
  if [ -n "$nk_coming" ]; then
    # shellcheck disable=SC2086 # numbers, to be split
    set -- $nk_nights_there
    nk_night "${1-0}"
    [ "$nk_night_date" = "$nk_coming" ] || nk_nights=$((nk_nights - 1))
  fi
  nk_let_go "$nk_nights" "$nk_dry"
}

nk_hold_field() { [ "$1" != until ] || nk_until=$2; }

nk_expire_holds() {
  for nk_hold_dir in .nightkeep/holds/* .nightkeep/holds/.new-*; do
    [ -d "$nk_hold_dir" ] && [ ! -h "$nk_hold_dir" ] || continue
    nk_hold_id=${nk_hold_dir##*/}
    case $nk_hold_id in
      .new-*)
        # One that is being made now is younger.
        [ -z "$(find "$nk_hold_dir" -prune -mtime +1)" ] || nk_clean "$nk_hold_dir" "hold${nk_hold_id#.new}" 'a hold that was never finished'
        continue
        ;;
    esac
    nk_until='' nk_hold_line=
    { IFS= read -r nk_hold_line <"$nk_hold_dir/hold"; } 2>/dev/null || continue
    nk_field() { nk_hold_field "$@"; }
    nk_read_event "$nk_hold_line"
    [ -n "$nk_until" ] && nk_is_before "$nk_until" "$nk_time" || continue
    [ -n "$nk_dry" ] || nk_trash "$nk_hold_dir" "hold-$nk_hold_id"
    nk_emit expired id "$nk_hold_id" until "$nk_until"
  done
}

# nk_is_before A B: of two times, ISO 8601 in UTC.
nk_is_before() {
  nk_a=$1 nk_b=$2 awk 'BEGIN { exit !(substr(ENVIRON["nk_a"], 1, 19) < substr(ENVIRON["nk_b"], 1, 19)) }'
}

# nk_clean_orphans: what dead runs left. What they received, in the base and beside it, is of use to the next run; what an
# older Nightkeep received into is of none.
nk_clean_orphans() {
  if [ -d .nightkeep/incoming ] && [ ! -f .nightkeep/incoming/.nightkeep-record ]; then
    if [ -e .nightkeep/base ]; then
      nk_clean .nightkeep/incoming incoming 'what a run that died had received'
    elif [ -z "$nk_dry" ]; then
      mv .nightkeep/incoming .nightkeep/base
    fi
  fi
  for nk_leftover in .nightkeep/partial .nightkeep/arrived .nightkeep/incoming.run .nightkeep/mirror; do
    [ ! -e "$nk_leftover" ] || nk_clean "$nk_leftover" "${nk_leftover##*/}" 'what an older Nightkeep received into'
  done
  for nk_leftover in .nightkeep/spare .nightkeep/making-*; do
    [ -d "$nk_leftover" ] || continue
    # Named after the process that makes it.
    nk_maker=${nk_leftover##*/making-}
    if ! nk_process_began "${nk_maker%%-*}" || [ "$nk_began" != "${nk_maker#*-}" ]; then
      nk_clean "$nk_leftover" "${nk_leftover##*/}" 'what was to become the base of a night'
    fi
  done
  for nk_half_snapshot in .nightkeep/snapshot.*; do
    [ ! -d "$nk_half_snapshot" ] || nk_clean "$nk_half_snapshot" "${nk_half_snapshot#*snapshot.}" 'what a run that died had begun'
  done
  for nk_leftover in .nightkeep/unlocked.* .nightkeep/runs/.[!.]* .nightkeep-probe.*; do
    [ -e "$nk_leftover" ] || continue
    [ -n "$nk_dry" ] || rm -rf "$nk_leftover"
    nk_emit cleaned name "${nk_leftover##*/}" message 'a leftover'
  done
}

# nk_tell_trash: what has lain there since before.
nk_tell_trash() {
  for nk_thrown in .nightkeep/trash/* .nightkeep/trash/.[!.]*; do
    if [ -e "$nk_thrown" ] || [ -h "$nk_thrown" ]; then nk_emit deleted name "${nk_thrown##*/}"; fi
  done
}

nk_count_trash() {
  nk_waiting=0
  for nk_thrown in .nightkeep/trash/* .nightkeep/trash/.[!.]*; do
    [ ! -e "$nk_thrown" ] || nk_waiting=$((nk_waiting + 1))
  done
}

nk_backupdir='' nk_nights=7 nk_dry='' nk_time='' nk_run=housekeeping
nk_input() { nk_housekeeping_input "$@"; }
nk_read_input
case $nk_nights in '' | *[!0-9]* | 0) nk_fail bad-input 'the number of nights to keep is not a number' ;; esac
[ -n "$nk_time" ] || nk_time_after 0
nk_is_whole_path "$nk_backupdir" || nk_fail bad-input "$nk_backupdir is not a full path"
cd -P "$nk_prefix$nk_backupdir" 2>/dev/null || nk_fail not-found "$nk_backupdir is not there"
nk_top=$PWD
if [ -z "$nk_dry" ]; then
  mkdir -p .nightkeep/runs .nightkeep/trash .nightkeep/holds .nightkeep/receivers ||
    nk_fail permission-denied "$nk_backupdir can't be written to"
  nk_now=$nk_time
  nk_time_after 0
  nk_lock housekeeping '' "$nk_time"
  nk_time=$nk_now
  trap nk_housekeeping_end EXIT
  trap 'exit 1' HUP INT TERM PIPE
elif nk_lock_holder && ! nk_owner_lives; then
  nk_emit stale-lock message "the $nk_owner_what${nk_owner_run:+ $nk_owner_run} that began at $nk_owner_since died without ending; its lock is taken over"
fi
nk_tell_trash
nk_finish_publishing
nk_close_holes
nk_let_nights_go
nk_expire_holds
nk_clean_orphans
[ -n "$nk_dry" ] || nk_housekeeping_end
nk_count_trash
nk_emit deleting count "$nk_waiting" ${nk_dry:+dry yes}
[ -n "$nk_dry" ] || nk_empty_trash
nk_emit 'done'
