# shellcheck shell=sh
# Going into directories on a server without following a symlink.
unset CDPATH
# Tests and demos keep a whole machine in a folder: every path a program is given lies below it.
nk_prefix=${NIGHTKEEP_PREFIX-}

# nk_is_id TEXT: true for a run's or a hold's id, which may stand in a path.
nk_is_id() {
  case $1 in '' | . | .. | *[!A-Za-z0-9._-]*) return 1 ;; esac
  [ ${#1} -le 128 ]
}

# nk_is_whole_path TEXT: true for an absolute path without empty, `.` and `..` components, other than the root.
nk_is_whole_path() {
  case $1/ in *//* | */./* | */../*) return 1 ;; /*) return 0 ;; *) return 1 ;; esac
}

# nk_enter_backupdir DIR: goes there, and sets $nk_top to its real path.
nk_enter_backupdir() {
  nk_is_whole_path "$1" || nk_fail bad-input "$1 is not a full path"
  # Not its parents: a disk that is not mounted must not be taken for an empty one.
  [ -d "$nk_prefix$1" ] || [ ! -d "$nk_prefix${1%/*}/" ] || mkdir "$nk_prefix$1" 2>/dev/null || :
  cd -P "$nk_prefix$1" 2>/dev/null || nk_fail not-found "$1 is not there, and neither is the directory it lies in: is its disk mounted?"
  nk_top=$PWD
}

# nk_step_into NAME: into a directory of that name, not through a symlink.
nk_step_into() {
  nk_stood_in=$PWD
  [ ! -h "./$1" ] && [ -d "./$1" ] && cd -P "./$1" 2>/dev/null && [ "$PWD" = "${nk_stood_in%/}/$1" ]
}

# nk_descend PATH [make]: into each of its components, which are made where told to.
nk_descend() {
  nk_descent=${1#/}
  while [ -n "$nk_descent" ]; do
    nk_next_step=${nk_descent%%/*}
    case $nk_descent in */*) nk_descent=${nk_descent#*/} ;; *) nk_descent= ;; esac
    [ -z "${2-}" ] || [ -d "./$nk_next_step" ] || mkdir "./$nk_next_step" || return 1
    nk_step_into "$nk_next_step" || return 1
  done
}

# nk_leads_to PATH: true where PATH, below the current directory, is there and no component but the last is a symlink.
nk_leads_to() (
  case ${1#/} in */*) nk_descend "${1%/*}" || exit 1 ;; esac
  [ -e "./${1##*/}" ] || [ -h "./${1##*/}" ]
)
