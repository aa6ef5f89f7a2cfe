# shellcheck shell=sh
# Tells all nights of some backupdirs with their records, the runs that left none behind, and the run in progress.
# After `news`, only the records that are not known: those of runs later than `after`, and of the runs since the oldest
# night that are not among `known`. A night that is kept longer (`longer=yes` in place of an index, see keeper/longer.sh) comes
# with its record where that is not among `known`, and the rule by which, where there is one. A record never changes, so nothing of one that is known is told again. Later is what was
# written later here: an id begins with the time of a host's clock, which may have been wrong by years.
# In:  [news yes], then for each: [after RUNID] [known RUNID RUNID ...] backupdir PATH
nk_runs=200
# More than a year of nights.
nk_most=400
nk_news=no
nk_after=
nk_known=' '

nk_input() {
  case $1 in
    news) nk_news=$2 ;;
    after) nk_after=$2 ;;
    known) nk_known=" $2 " ;;
    backupdir)
      nk_tell_place "$2"
      nk_after=
      nk_known=' '
      ;;
  esac
}

# nk_record FILE: only what belongs into a record, so that nothing in it can pass for something else.
nk_record() {
  grep -e "^run$nk_tab" -e "^entry$nk_tab" "$1" 2>/dev/null
}

nk_tell_place() {
  nk_emit place backupdir "$1"
  case $1 in /*) ;; *) return ;; esac
  if ! cd -P -- "$nk_prefix$1" 2>/dev/null; then
    if [ -d "$nk_prefix$1" ]; then nk_emit unreadable user "$(id -un)"; else nk_emit absent; fi
    return
  fi
  nk_base=${PWD%/}
  nk_tell_rule
  nk_tell_nights
  if [ "$nk_news" = yes ]; then nk_tell_news; else nk_tell_runs; fi
  nk_tell_lock
}

nk_tell_rule() {
  { read -r nk_weeks nk_months <.nightkeep/longer-rule; } 2>/dev/null || return 0
  nk_emit rule weeks "$nk_weeks" months "$nk_months"
}

nk_tell_nights() {
  nk_indexes
  nk_published=' '
  nk_oldest=
  for nk_index in $nk_nights; do
    nk_identify "$nk_base/$nk_index"
    [ -n "$nk_id" ] || continue
    nk_published="$nk_published$nk_id "
    if nk_is_longer "$nk_index"; then
      [ "$nk_recorded" = yes ] || continue
      nk_emit night longer yes id "$nk_id"
      case $nk_known in *" $nk_id "*) continue ;; esac
      nk_tell_record
    elif [ "$nk_recorded" = yes ]; then
      nk_oldest=$nk_base/$nk_index/.nightkeep-record
      nk_emit night index "$nk_index" id "$nk_id"
      nk_told_elsewhere || nk_tell_record
    else
      nk_emit night index "$nk_index" id "$nk_id" birth "$nk_birth"
    fi
  done
}

# nk_tell_record: that of the night $nk_id. Rotation may have put another night there between the two reads.
nk_tell_record() {
  nk_record "$nk_base/$nk_index/.nightkeep-record"
  nk_told=$nk_id
  nk_identify "$nk_base/$nk_index"
  [ "$nk_id" = "$nk_told" ] || nk_emit moved
}

# The record of $nk_id is known, or is among those of the runs.
nk_told_elsewhere() {
  case $nk_known in *" $nk_id "*) return 0 ;; esac
  [ "$nk_news" = yes ] && [ -f ".nightkeep/runs/$nk_id" ]
}

# nk_later: the runs whose records were written after that of the oldest night, or of the run $nk_after, with blanks between.
nk_later() {
  set --
  for nk_than in "$nk_oldest" ".nightkeep/runs/$nk_after"; do
    [ ! -f "$nk_than" ] || set -- "$@" ${1+-o} -newer "$nk_than"
  done
  [ $# -gt 0 ] || set -- -type f
  find .nightkeep/runs ! -path .nightkeep/runs -prune -type f \( "$@" \) 2>/dev/null |
    sed -e 's,.*/,,' -e '/[^A-Za-z0-9._-]/d' | tr '\n' ' ' | sed -e 's/^/ /' -e 's/$/ /'
}

# nk_all_runs: the last of all runs that are not known, oldest first, into $nk_wanted. By no process: nothing is known of a
# server that is read for the first time, with all its backupdirs.
nk_all_runs() {
  nk_wanted=
  nk_left=$nk_most
  set -- .nightkeep/runs/*
  [ $# -le 1000 ] || shift $(($# - 1000))
  while [ $# -gt 0 ]; do
    nk_run=${1##*/}
    shift
    case $nk_run in *[!A-Za-z0-9._-]*) continue ;; esac
    case $nk_known in *" $nk_run "*) continue ;; esac
    nk_file=.nightkeep/runs/$nk_run
    if [ -f "$nk_file" ] && ! [ -L "$nk_file" ] && [ -r "$nk_file" ]; then nk_wanted="$nk_wanted $nk_run"; else continue; fi
    # The oldest one makes room.
    if [ $nk_left -gt 0 ]; then nk_left=$((nk_left - 1)); else nk_wanted=" ${nk_wanted#* * }"; fi
  done
}

# nk_new_runs: the same of those that came after $nk_after.
nk_new_runs() {
  nk_wanted=$(
    for nk_file in .nightkeep/runs/*; do
      [ -f "$nk_file" ] && ! [ -L "$nk_file" ] && [ -r "$nk_file" ] && printf '%s\n' "${nk_file##*/}"
    done |
      sed -e '/[^A-Za-z0-9._-]/d' | awk -v after="$nk_after" -v later="$(nk_later)" -v known="$nk_known" '
        index(known, " " $0 " ") { next }
        $0 "" > after "" || index(later, " " $0 " ")' | sort | tail -n "$nk_most"
  )
}

# The records that are not known, oldest first, by a handful of processes however many there are. What is no record, or
# another's, is passed over, so that nothing in one can pass for something else.
nk_tell_news() {
  [ -d .nightkeep/runs ] || return 0
  if [ -n "$nk_after" ]; then nk_new_runs; else nk_all_runs; fi
  [ -n "$nk_wanted" ] || return 0
  nk_emit runs
  (
    # shellcheck disable=SC2086 # names of a few characters, to be split
    cd .nightkeep/runs && exec awk -v tab="$nk_tab" '
      FNR == 1 { mine = 0 }
      index($0, "run" tab) == 1 { mine = !mine && index($0 tab, tab "id=" FILENAME tab); if (mine) print; next }
      mine && index($0, "entry" tab) == 1' $nk_wanted
  )
}

# The runs since the oldest night that published nothing.
nk_tell_runs() {
  [ -d .nightkeep/runs ] || return
  for nk_run in $(nk_later | tr ' ' '\n' | sort -r | head -n "$nk_runs"); do
    case $nk_published in *" $nk_run "*) continue ;; esac
    [ -f ".nightkeep/runs/$nk_run" ] || continue
    nk_emit ended-run id "$nk_run"
    nk_record ".nightkeep/runs/$nk_run"
  done
}

nk_tell_lock() {
  nk_lock_holder || return 0
  nk_alive=no
  if nk_owner_lives; then nk_alive=yes; fi
  nk_emit lock what "$nk_owner_what" run "$nk_owner_run" since "$nk_owner_since" alive "$nk_alive"
}

nk_read_input
nk_emit listed
