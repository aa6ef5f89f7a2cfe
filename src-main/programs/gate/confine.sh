# shellcheck shell=sh
# A second wall behind rsync's own: where the system can, the receiving rsync runs in a mount namespace in which the
# backupdir follows no symlinks at all, whatever a host makes rsync write through.

# nk_probe_confinement: whether that can be had here, into lock/confined.
nk_probe_confinement() {
  rm -f .nightkeep/lock/confined
  [ "$(id -u)" = 0 ] || return 0
  # shellcheck disable=SC2016 # for the inner shell
  unshare -m sh -c 'mount --bind "$1" "$1" && mount -o remount,bind,nosymfollow "$1"' sh "$nk_top" >/dev/null 2>&1 || return 0
  true >.nightkeep/lock/confined
}

# A night that is received in place has the symlinks of the last one in it.
nk_may_receive_in_place() { [ -e .nightkeep/lock/confined ]; }

nk_exec_rsync() {
  nk_rsync_features "$(rsync --version 2>/dev/null)" || :
  # Before 3.4.0 the same name could come twice in lists that are sent in parts.
  case $nk_rsync_version in [0-2].* | 3.[0-3].* | 3.[0-3])
    nk_rsync_word=$1
    shift
    set -- "$nk_rsync_word" --no-inc-recursive "$@"
    ;;
  esac
  [ -e "$nk_top/.nightkeep/lock/confined" ] || exec rsync "$@" . .
  # shellcheck disable=SC2016 # for the inner shell
  exec unshare -m sh -c '
    top=$1 here=$2
    shift 2
    mount --bind "$top" "$top" && mount -o remount,bind,nosymfollow "$top" &&
      cd -P "$here" && [ "$PWD" = "$here" ] || exit 1
    exec rsync "$@" . .' sh "$nk_top" "$PWD" "$@"
}
