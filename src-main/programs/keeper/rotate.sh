# shellcheck shell=sh
# Publishing a night and letting go of the oldest, in $nk_top under the lock. Renames only, each step of which may be
# the last: whatever was done so far, the next run finds the lowest hole and goes on from there.

nk_night_field() {
  case $1 in
    id) nk_night_run=$2 ;;
    date) nk_night_date=$2 ;;
  esac
}

# nk_born FILE: its birth time in seconds into $nk_seconds, or its mtime where the file system keeps none.
nk_born() {
  nk_seconds=$(stat -c %W "./$1" 2>/dev/null || stat -f %B "./$1" 2>/dev/null) || nk_seconds=0
  case $nk_seconds in
    '' | 0 | -1 | *[!0-9]*) nk_seconds=$(stat -c %Y "./$1" 2>/dev/null || stat -f %m "./$1" 2>/dev/null) || nk_seconds=0 ;;
  esac
}

# nk_night INDEX: whose night it is, into $nk_night_run and $nk_night_date.
nk_night() {
  nk_night_run='' nk_night_date='' nk_night_line=
  { IFS= read -r nk_night_line <"./$1/.nightkeep-record"; } 2>/dev/null || :
  nk_field() { nk_night_field "$@"; }
  nk_read_event "$nk_night_line"
  if ! nk_is_id "$nk_night_run" || [ -z "$nk_night_date" ]; then
    # A night of the old script. It has no date but its birth, so each counts as a date of its own.
    nk_born "$1"
    # shellcheck disable=SC2012,SC2046 # the inode of a name that is a number
    set -- $(ls -di "./$1") "$1"
    nk_night_run=old-$nk_seconds-$1
    # Two subvolumes have the same inode, and one that is a snapshot of the other the same time of birth.
    [ "$1" != 256 ] || nk_night_run=$nk_night_run$(btrfs inspect-internal rootid "./$3" 2>/dev/null | sed 's/^/./')
    nk_night_date=$nk_night_run
  fi
}

nk_lowest_hole() {
  nk_hole=0
  while [ -e "./$nk_hole" ] || [ -h "./$nk_hole" ]; do nk_hole=$((nk_hole + 1)); done
}

# nk_publish: .nightkeep/incoming, which has its record, becomes 0.
nk_publish() {
  nk_holds_lock || nk_fail locked 'the lock was lost: nothing was published'
  nk_night .nightkeep/incoming
  nk_published_run=$nk_night_run
  nk_dies_at before-shift
  nk_lowest_hole
  nk_shifted=$nk_hole
  while [ $nk_hole -gt 0 ]; do
    mv "./$((nk_hole - 1))" "./$nk_hole" || nk_cannot program-failed "night $((nk_hole - 1)) could not be renamed"
    nk_dies_at shifting
    nk_hole=$((nk_hole - 1))
  done
  nk_dies_at before-publish
  mv ./.nightkeep/incoming ./0 || nk_cannot program-failed 'the night could not be renamed to 0'
  nk_dies_at published
  nk_keep_record 0 "$nk_published_run"
}

# nk_keep_record NIGHT RUN: a copy of a night's record among those of all runs; written once.
nk_keep_record() {
  [ ! -e ".nightkeep/runs/$2" ] || return 0
  # Another name of the same file, which nobody writes to any more. Out of a subvolume it is a copy.
  ln "./$1/.nightkeep-record" ".nightkeep/runs/$2" 2>/dev/null ||
    { cp "./$1/.nightkeep-record" ".nightkeep/runs/.$2.$$" && mv ".nightkeep/runs/.$2.$$" ".nightkeep/runs/$2"; }
}

# nk_let_go NIGHTS [dry]: nights beyond the newest NIGHTS dates go to trash. Those of one date count as one, so that
# backing up twice on a day pushes no night out.
nk_let_go() {
  nk_dates=0 nk_last_date=
  nk_list_nights
  for nk_index in $nk_nights_there; do
    nk_night "$nk_index"
    if [ "$nk_night_date" != "$nk_last_date" ]; then
      nk_dates=$((nk_dates + 1))
      nk_last_date=$nk_night_date
    fi
    if [ "$nk_dates" -gt "$1" ]; then
      [ -n "${2-}" ] || nk_spare_night "$nk_index" || nk_trash "./$nk_index" "$nk_night_run"
      nk_emit trashed run "$nk_night_run"
    fi
  done
}

# nk_spare_night INDEX: the newest of those that a run lets go is kept aside, for the next base. Never by way of the
# trash: who deletes there goes on deleting in what was moved elsewhere.
nk_spare_night() {
  [ -n "${nk_wants_spare-}" ] && mv "./$1" .nightkeep/spare || return 1
  nk_wants_spare=
}

# nk_trash DIR NAME: out of the way by a rename; it is deleted later.
nk_trash() {
  [ -e "$1" ] || [ -h "$1" ] || return 0
  nk_bin=.nightkeep/trash/$2
  nk_twin=1
  while [ -e "$nk_bin" ] || [ -h "$nk_bin" ]; do
    nk_twin=$((nk_twin + 1))
    nk_bin=.nightkeep/trash/$2.$nk_twin
  done
  mv "$1" "$nk_bin"
}

# nk_empty_trash: deletes what lies there, at low priority. Only folders get back the right to be emptied: a file's
# inode may be shared with a published night.
nk_empty_trash() {
  cd "$nk_top/.nightkeep/trash" || return 0
  nk_low=
  ! command -v ionice >/dev/null 2>&1 || nk_low='ionice -c 3'
  set --
  for nk_doomed in * .*; do
    case $nk_doomed in . | .. | '*' | '.*') continue ;; esac
    [ "${nk_snapshots-}" = no ] || ! nk_delete_subvolume "./$nk_doomed" || continue
    set -- "$@" "./$nk_doomed"
  done
  # shellcheck disable=SC2086 # words, to be split
  [ $# = 0 ] || nice -n 19 $nk_low rm -rf "$@" 2>/dev/null || {
    find "$@" -type d ! -perm -700 -exec chmod u+rwx {} + 2>/dev/null
    nice -n 19 rm -rf "$@" 2>/dev/null || :
  }
  cd "$nk_top" || exit 1
}

# nk_tidy_up_behind: left behind in the background when a session ends that published a night.
nk_tidy_up_behind() {
  (
    trap '' HUP
    exec </dev/null >/dev/null 2>&1
    nk_prepare_base
    nk_empty_trash
  ) &
}
