# shellcheck shell=sh
# Finds a night by its run id and reads it from within. An index shifts at the next rotation and a customer may have
# left symlinks anywhere, so a path of a night is only ever entered by `cd -P` and checked by `pwd -P`; what is read
# is then read through the working directory, and the night is checked again afterwards.
unset CDPATH
# Tests and demos keep a whole machine in a folder: every path a program is given lies below it.
nk_prefix=${NIGHTKEEP_PREFIX-}

# nk_physical: the real path of the working directory into $nk_here. The dot keeps newlines at the end of a name. Not the
# shell's own pwd, which remembers where it went, and does not see that the folder has been renamed since.
nk_physical() {
  nk_here=$(env pwd -P && printf .)
  nk_here=${nk_here%"$nk_newline".}
}

# nk_open_backupdir PATH: goes there; $nk_base is its real path, without a slash at the end.
nk_open_backupdir() {
  case $1 in
    /*) ;;
    *) nk_fail bad-input "backupdir is not a full path: $1" ;;
  esac
  if ! cd -P -- "$nk_prefix$1" 2>/dev/null; then
    [ ! -d "$nk_prefix$1" ] || nk_fail permission-denied "$1 can not be read by $(id -un)"
    nk_fail not-found "there is no $1 on the server"
  fi
  nk_base=${PWD%/}
}

# nk_indexes: the indexes of all nights, newest first, into $nk_nights, one a line: of those in rotation their number, of
# those that are kept longer the way to them, `.nightkeep/longer/RUN`. Without a process of its own: a server is asked of
# hundreds of backupdirs at once. Names of as many digits come in the order of numbers.
nk_indexes() {
  nk_nights=
  nk_digits='[0-9]'
  while [ ${#nk_digits} -le 50 ]; do
    for nk_folder_there in "$nk_base"/$nk_digits; do
      case ${nk_folder_there##*/} in 0?* | '['*) continue ;; esac
      [ ! -d "$nk_folder_there" ] || [ -L "$nk_folder_there" ] || nk_nights=$nk_nights${nk_folder_there##*/}$nk_newline
    done
    nk_digits="${nk_digits}[0-9]"
  done
  # Their names begin with the time of the run.
  nk_longer_there=
  for nk_folder_there in "$nk_base"/.nightkeep/longer/*; do
    nk_folder_name=.nightkeep/longer/${nk_folder_there##*/}
    nk_is_longer "$nk_folder_name" && [ -d "$nk_folder_there" ] && [ ! -L "$nk_folder_there" ] || continue
    nk_longer_there=$nk_folder_name$nk_newline$nk_longer_there
  done
  nk_nights=$nk_nights$nk_longer_there
}

# nk_is_longer INDEX: whether it is that of a night that is kept longer.
nk_is_longer() {
  case $1 in
    .nightkeep/longer/*[!A-Za-z0-9._-]* | .nightkeep/longer/ | .nightkeep/longer/.*) return 1 ;;
    .nightkeep/longer/*) ;;
    *) return 1 ;;
  esac
}

# nk_stat DIR: seconds of its birth, or of its last change where none is kept, into $nk_birth; $nk_night_inode.
nk_stat() {
  # Word splitting is meant: three numbers come back. GNU and busybox know -c, BSD -f.
  # shellcheck disable=SC2046
  set -- $(stat -c '%W %Y %i' "$1" 2>/dev/null || stat -f '%B %m %i' "$1" 2>/dev/null)
  nk_birth=${1:-0}
  nk_night_inode=${3:-0}
  case $nk_birth in 0 | *[!0-9]*) nk_birth=${2:-0} ;; esac
}

# nk_tell_subvolume DIR: two subvolumes have the same inode, and one that is a snapshot of the other the same time of
# birth: what tells them apart is added to $nk_night_inode.
nk_tell_subvolume() {
  [ "$nk_night_inode" != 256 ] || nk_night_inode=$nk_night_inode$(btrfs inspect-internal rootid "$1" 2>/dev/null | sed 's/^/./')
}

# nk_identify DIR: the run id of the night in DIR into $nk_id, empty where there is none. A night of the old script has
# no record; its id is made of what a rename doesn't change. What a hold has of a night is read as one, too: its id is
# `held/HOLD/LABEL`.
nk_identify() {
  nk_id=
  nk_recorded=no
  nk_record_line=
  case $1 in "$nk_base/.nightkeep/holds/"*/tree/*)
    nk_id=${1#"$nk_base/.nightkeep/holds/"}
    if [ -d "$1" ]; then nk_id=held/${nk_id%%/*}/${nk_id#*/tree/}; else nk_id=; fi
    return
    ;;
  esac
  if [ -f "$1/.nightkeep-record" ] && [ ! -L "$1/.nightkeep-record" ]; then
    { IFS= read -r nk_record_line <"$1/.nightkeep-record"; } 2>/dev/null
    case $nk_record_line in
      "run$nk_tab"*"id="*)
        nk_id=${nk_record_line#*"${nk_tab}id="}
        nk_id=${nk_id%%"$nk_tab"*}
        ;;
    esac
    case $nk_id in *[!A-Za-z0-9._-]*) nk_id= ;; esac
    if [ -n "$nk_id" ]; then
      nk_recorded=yes
      return
    fi
  fi
  [ -d "$1" ] || return
  nk_stat "$1"
  nk_tell_subvolume "$1"
  nk_id=old-$nk_birth-$nk_night_inode
}

# nk_find RUNID: its index into $nk_index; fails where it has left rotation. Looked for twice: it may be renamed between
# the look at which indexes there are and the look at what they are.
nk_find() {
  case $1 in held/*)
    nk_held_index "$1"
    return
    ;;
  esac
  for nk_look in first second; do
    nk_indexes
    for nk_index in $nk_nights; do
      nk_identify "$nk_base/$nk_index"
      [ "$nk_id" != "$1" ] || return 0
    done
  done
  return 1
}

# nk_held_index ID: the way to what a hold has of a night, into $nk_index; its paths begin at the customer's root.
nk_held_index() {
  nk_index=${1#held/}
  case $nk_index in *[!A-Za-z0-9._/-]* | .* | */.* | */*/* | */ | /*) return 1 ;; */*) ;; *) return 1 ;; esac
  nk_index=.nightkeep/holds/${nk_index%/*}/tree/${nk_index#*/}
  [ -d "$nk_base/$nk_index" ]
}

# nk_enter RUNID PATH: goes to PATH of that night, PATH being '' or `/...` without a slash at the end. Nights only ever
# move up, so an index that is the same before and after was the same between. Fails with 1 where PATH is not there or
# no folder, 2 where a symlink stands in it, 3 where the night is gone.
nk_enter() {
  nk_moves=0
  while [ "$nk_moves" -lt 20 ]; do
    nk_find "$1" || return 3
    nk_night_path=$nk_base/$nk_index$2
    nk_entered=no
    nk_here=
    if cd -P -- "$nk_night_path" 2>/dev/null; then
      nk_entered=yes
      nk_physical
    fi
    nk_identify "$nk_base/$nk_index"
    if [ "$nk_id" = "$1" ]; then
      [ "$nk_entered" = yes ] || return 1
      [ "$nk_here" = "$nk_night_path" ] || return 2
      return 0
    fi
    nk_moves=$((nk_moves + 1))
  done
  return 3
}

# nk_must_enter RUNID PATH: the same, or the end.
nk_must_enter() {
  nk_enter "$1" "$2"
  case $? in
    0) ;;
    1) nk_fail not-found "${2:-/} is not a folder of that night" path "$2" run "$1" ;;
    2) nk_fail unsafe-path "a symlink stands in ${2:-/} in that night; what it points to is not part of the backup" path "$2" run "$1" ;;
    *)
      [ "${1#held/}" = "$1" ] || nk_fail not-found 'the hold is gone: it ran out or was released'
      nk_fail night-gone "the night $1 has left rotation" run "$1"
      ;;
  esac
}

# nk_check RUNID PATH: the working directory still is PATH of that night, and not on its way to the trash.
nk_check() {
  nk_physical
  case $nk_here in
    "$nk_base/"*"$2") ;;
    *) return 1 ;;
  esac
  nk_index=${nk_here#"$nk_base/"}
  nk_index=${nk_index%"$2"}
  case $nk_index in
    .nightkeep/holds/*/tree/*) ;;
    '' | *[!0-9]*) nk_is_longer "$nk_index" || return 1 ;;
  esac
  nk_identify "$nk_base/$nk_index"
  [ "$nk_id" = "$1" ]
}

# nk_must_stay RUNID PATH: the same, or the end. To be called once all is read. Asked once more: a night may move just
# between the look at where it is and the look at what is there.
nk_must_stay() {
  nk_check "$1" "$2" || nk_check "$1" "$2" || nk_fail night-gone "the night $1 left rotation while it was read" run "$1"
}
