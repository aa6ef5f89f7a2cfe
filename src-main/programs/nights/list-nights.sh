# shellcheck shell=sh
# Tells all nights of some backupdirs with their records, the runs that left none behind, and the run in progress.
nk_runs=200

nk_input() {
  case $1 in
    runs) nk_runs=$2 ;;
    backupdir) nk_tell_place "$2" ;;
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
  nk_physical
  nk_base=${nk_here%/}
  nk_tell_nights
  nk_tell_runs
  nk_tell_lock
}

nk_tell_nights() {
  nk_indexes
  nk_published=' '
  nk_oldest=
  for nk_index in $nk_nights; do
    nk_identify "$nk_base/$nk_index"
    [ -n "$nk_id" ] || continue
    nk_published="$nk_published$nk_id "
    if [ "$nk_recorded" = yes ]; then
      nk_oldest=$nk_id
      nk_emit night index "$nk_index" id "$nk_id"
      nk_record "$nk_base/$nk_index/.nightkeep-record"
      # Rotation may have put another night here between the two reads.
      nk_told=$nk_id
      nk_identify "$nk_base/$nk_index"
      [ "$nk_id" = "$nk_told" ] || nk_emit moved
    else
      nk_emit night index "$nk_index" id "$nk_id" birth "$nk_birth"
    fi
  done
}

# The runs since the oldest night that published nothing.
nk_tell_runs() {
  [ -d .nightkeep/runs ] || return
  for nk_run in $(
    for nk_file in .nightkeep/runs/*; do printf '%s\n' "${nk_file##*/}"; done |
      sed -e '/[^A-Za-z0-9._-]/d' | awk -v oldest="$nk_oldest" '$0 >= oldest' | sort -r | head -n "$nk_runs"
  ); do
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
