# shellcheck shell=sh
# Runs on the server, in a host's place: the rsync that compares or receives sees the base, which it can't change, and the
# folder it receives into, and nothing else of the backupdir.

# shellcheck disable=SC2016 # for the inner shell
nk_narrow_place='
  base=$1 patch=$2 top=$3
  shift 3
  cd / && mkdir -p /night/base /night/patch && mount -o bind,ro,nosuid,nodev,noexec "$base" /night/base || exit 1
  here=/night/base
  if [ -n "$patch" ]; then
    mount -o bind,nosuid,nodev,noexec "$patch" /night/patch || exit 1
    here=/night/patch
  fi
  # The C library sets modes by way of /proc. This one knows no process but rsync itself.
  umount -l "$top" /proc && [ -z "$(ls -A "$top")" ] && mount -t proc -o nosuid,nodev,noexec proc /proc &&
    mount -o remount,ro / && cd "$here" || exit 1
  # Of what root may, it keeps what files need, and not to mount anything: so it could not leave, whatever it ran.
  exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,+chown,+dac_override,+dac_read_search,+fowner,+fsetid,+mknod,+setfcap \
    -- rsync "$@" . .'

nk_exec_rsync() {
  nk_rsync_features "$(rsync --version 2>/dev/null)" || :
  # Before 3.4.0 the same name could come twice in lists that are sent in parts.
  case $nk_rsync_version in [0-2].* | 3.[0-3].* | 3.[0-3])
    nk_rsync_word=$1
    shift
    set -- "$nk_rsync_word" --no-inc-recursive "$@"
    ;;
  esac
  if [ "$nk_receive_kind" = patch ]; then
    nk_narrow_patch=$nk_top/$nk_receive_into
    nk_seen_basis=$nk_basis
    [ -z "$nk_placed" ] || nk_seen_basis=../base
    [ -z "$nk_basis" ] || set -- "$@" "--compare-dest=$nk_seen_basis"
  else
    nk_narrow_patch=
  fi
  [ -n "$nk_placed" ] || exec rsync "$@" . .
  exec unshare -m -p -f --kill-child -- sh -c "$nk_narrow_place" sh "$nk_top/.nightkeep/base" "$nk_narrow_patch" "$nk_top" "$@"
}
