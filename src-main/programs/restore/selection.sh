# shellcheck shell=sh
# Reads what was selected: `root PATH`, the customer's root in every night, then `night RUNID`, its `date` and `label`,
# and each `path` relative to the root ('' is the root itself). For each night with something selected that is there,
# nk_take_night is called, the working directory being the root in that night, and $nk_list naming the paths, each with
# a NUL at its end, as rsync's --files-from takes them.
# A path that a night does not have is told as `absent`; it is no error, since a file may have come later.

nk_selected() {
  case $1 in
    root) nk_root=$2 ;;
    night)
      nk_end_of_night
      nk_run=$2
      nk_enter "$2" "$nk_root"
      nk_night_state=$?
      case $nk_night_state in
        2) nk_fail unsafe-path "a symlink stands in $nk_root in that night" run "$2" path "$nk_root" ;;
        3) nk_fail night-gone "the night $2 has left rotation" run "$2" ;;
      esac
      : >"$nk_list"
      nk_any=no
      ;;
    date) nk_date=$2 ;;
    label)
      case $2 in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a night can not be labelled $2" ;; esac
      nk_label=$2
      nk_selected_night
      ;;
    path)
      if [ "$nk_night_state" = 0 ] && nk_has_path "$2"; then
        printf '%s\0' "./$2" >>"$nk_list"
        nk_any=yes
        nk_selected_path "$2"
      else
        nk_emit absent run "$nk_run" path "$2"
      fi
      ;;
  esac
}

# nk_has_path PATH: it is in the working directory, no symlink standing on the way to it.
nk_has_path() {
  [ -n "$1" ] || return 0
  case $1 in */*) nk_parent=/${1%/*} ;; *) nk_parent= ;; esac
  while :; do
    nk_physical
    nk_before=$nk_here
    nk_reached=$(cd -P -- "./${nk_parent#/}" 2>/dev/null && pwd -P && printf .)
    nk_reached=${nk_reached%"$nk_newline".}
    [ -n "$nk_reached" ] || return 1
    [ "$nk_reached" != "$nk_before$nk_parent" ] || break
    # Either a symlink, or rotation came in between.
    nk_physical
    [ "$nk_here" != "$nk_before" ] ||
      nk_fail unsafe-path "a symlink stands in $nk_root/$1 in that night; what it points to is not part of the backup" path "$nk_root/$1" run "$nk_run"
  done
  [ -e "./$1" ] || [ -L "./$1" ]
}

nk_end_of_night() {
  [ -n "$nk_run" ] || return 0
  [ "$nk_any" = no ] || nk_take_night
  nk_run=
}

nk_run=
nk_root=
nk_any=no
