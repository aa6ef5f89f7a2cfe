# shellcheck shell=sh
# Runs on the server, when a gate is installed: decides once whether what serves hosts is in a place of its own. The
# folder `place` beside the gate says so; where it is there and the place can't be made, the gate serves nobody.

# nk_say_step TEXT: what is done, or would be.
nk_say_step() {
  nk_changed=1
  nk_emit step text "$1"
}

# nk_settle_place: refuses a gate on a server that can't make a place, with an rsync that was not shown to be safe
# without one.
nk_settle_place() {
  nk_place=$nk_system$nk_folder/place
  if nk_can_build_place; then
    [ -d "$nk_place" ] || nk_say_step "make $nk_place, on which the place of each call is mounted"
    [ -n "$nk_dry" ] || mkdir -p "$nk_place" || nk_fail permission-denied "$nk_place can't be made"
    return
  fi
  nk_rsync_features "$(rsync --version 2>/dev/null)" || nk_fail missing-tool 'the server has no rsync'
  case $nk_rsync_version in
    [0-2].* | 3.[0-4] | 3.[0-4].*)
      nk_fail missing-tool "this server can make no place of its own for what serves a host, and without one its rsync $nk_rsync_version can be made to write outside of a night: bring it to 3.5.0 or newer first"
      ;;
  esac
  if [ -d "$nk_place" ]; then
    nk_say_step "remove $nk_place: no place can be made here any more"
    [ -n "$nk_dry" ] || rmdir "$nk_place"
  fi
}
