# shellcheck shell=sh
# Where things lie on a host.
# Tests and demos keep a whole machine in a folder: every path a program is given lies below it.
nk_prefix=${NIGHTKEEP_PREFIX-}
# A demo's hosts have paths of their own but the system of the machine they run on; what belongs to the system, such as
# cron's tables, lies elsewhere for them, so that no demo ever touches the real ones.
nk_system=${NIGHTKEEP_SYSTEM-$nk_prefix}
unset CDPATH

# nk_find_config PATH: where the file really is, into $nk_config; a symlink is followed, since it is the host's own.
nk_find_config() {
  case $1 in /*) ;; *) nk_fail bad-input "$1 is not a full path" ;; esac
  nk_config=$nk_prefix$1
  nk_hops=0
  while [ -h "$nk_config" ]; do
    nk_hops=$((nk_hops + 1))
    [ $nk_hops -le 20 ] || nk_fail bad-input "$1 is a circle of symlinks"
    nk_target=$(readlink "$nk_config" && echo .) || nk_fail permission-denied "$1 can't be read"
    nk_target=${nk_target%"$nk_newline."}
    case $nk_target in
      /*) nk_config=$nk_prefix$nk_target ;;
      *) nk_config=${nk_config%/*}/$nk_target ;;
    esac
  done
}
