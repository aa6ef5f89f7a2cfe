# shellcheck shell=sh
# Runs on the server, in a backupdir.

# nk_list_nights: the indexes of the nights there are into $nk_nights_there, newest first. There may be holes.
nk_list_nights() {
  nk_nights_there=
  # In the order of their names, and so of their numbers as long as those have as many digits.
  for nk_number in [0-9] [1-9][0-9] [1-9][0-9][0-9] [1-9][0-9][0-9][0-9] [1-9][0-9][0-9][0-9][0-9]; do
    [ ! -d "./$nk_number" ] || [ -h "./$nk_number" ] || nk_nights_there="$nk_nights_there $nk_number"
  done
}

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
