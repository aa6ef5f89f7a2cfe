# shellcheck shell=sh
# Runs on the server, in $nk_top: what is not wanted any more leaves by a rename, and is deleted when nobody waits for it.

# nk_trash DIR NAME: out of the way by a rename; it is deleted later.
nk_trash() {
  [ -e "$1" ] || [ -h "$1" ] || return 0
  nk_thrown_to=.nightkeep/trash/$2
  nk_twin=1
  while [ -e "$nk_thrown_to" ] || [ -h "$nk_thrown_to" ]; do
    nk_twin=$((nk_twin + 1))
    nk_thrown_to=.nightkeep/trash/$2.$nk_twin
  done
  mv "$1" "$nk_thrown_to"
}

# nk_empty_trash: deletes what lies there, at low priority. Only folders get back the right to be emptied: a file's
# inode may be shared with a published night.
nk_empty_trash() {
  cd "$nk_top/.nightkeep/trash" || return 0
  nk_low=
  ! command -v ionice >/dev/null 2>&1 || nk_low='ionice -c 3'
  set --
  for nk_litter in * .*; do
    case $nk_litter in . | .. | '*' | '.*') continue ;; esac
    [ "${nk_snapshots-}" = no ] || ! nk_delete_subvolume "./$nk_litter" || continue
    set -- "$@" "./$nk_litter"
  done
  # shellcheck disable=SC2086 # words, to be split
  [ $# = 0 ] || nice -n 19 $nk_low rm -rf "$@" 2>/dev/null || {
    find "$@" -type d ! -perm -700 -exec chmod u+rwx {} + 2>/dev/null
    nice -n 19 rm -rf "$@" 2>/dev/null || :
  }
  cd "$nk_top" || exit 1
}
