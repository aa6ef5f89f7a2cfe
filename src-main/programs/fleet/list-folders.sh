# shellcheck shell=sh
# Names the folders that lie in some folders, symlinks left out. A folder that isn't there has none.
# In:  dir=PATH, as often as wanted.
# Out: folder dir= name=     for each
#      unreadable dir=       for a folder that is there but can't be read

nk_input() {
  case $1 in dir) nk_list_folders "$2" ;; esac
}

nk_list_folders() {
  [ -d "$1" ] || return 0
  if ! [ -r "$1" ] || ! [ -x "$1" ]; then
    nk_emit unreadable dir "$1"
    return 0
  fi
  for nk_path in "${1%/}"/* "${1%/}"/.[!.]* "${1%/}"/..?*; do
    [ -d "$nk_path" ] && ! [ -L "$nk_path" ] && nk_emit folder dir "$1" name "${nk_path##*/}"
  done
  return 0
}

nk_read_input
