# shellcheck shell=sh
# nk_list_folders DIR: names the folders that lie in it, symlinks left out, as `folder dir= name=`; `unreadable dir=` for
# one that is there but can't be read. A folder that isn't there has none.
nk_list_folders() {
  nk_folders_in=$nk_prefix${1%/}
  [ -d "$nk_folders_in/" ] || return 0
  if ! [ -r "$nk_folders_in/" ] || ! [ -x "$nk_folders_in/" ]; then
    nk_emit unreadable dir "$1"
    return 0
  fi
  for nk_folder_path in "$nk_folders_in"/* "$nk_folders_in"/.[!.]* "$nk_folders_in"/..?*; do
    [ -d "$nk_folder_path" ] && ! [ -L "$nk_folder_path" ] && nk_emit folder dir "$1" name "${nk_folder_path##*/}"
  done
  return 0
}
