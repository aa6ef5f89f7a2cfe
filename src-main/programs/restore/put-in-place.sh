# shellcheck shell=sh
# What was unpacked and compared takes the place of what is there, which stays beside it under another name: see places.sh.
# Each of the two steps is one system call in the folder that was entered and looked at, which follows no symlink, and
# replaces nothing but an empty folder that somebody makes in that moment. Killed in between, the old one is there under
# its other name, and the next look says so.

nk_put_in_place() {
  [ -n "$nk_places" ] || nk_fail bad-input 'no place is named'
  nk_probe_rename || nk_fail missing-tool 'there is no sftp-server on the host, which renames without ever copying; deliver it unpacked beside instead'
  nk_unpack_beside
  nk_root_device=$(nk_device_of .)
  nk_some_unpacked=no
  nk_each_place nk_must_take_place
  [ "$nk_some_unpacked" = yes ] || nk_fail conflict 'nothing of what was chosen is in the tarball, and nothing was changed'
  nk_each_place nk_put_place
  nk_go_back
  trap 'exit 1' HUP INT TERM PIPE
}

# nk_must_take_place: the end, before anything is moved.
nk_must_take_place() {
  nk_is_unpacked || return 0
  nk_some_unpacked=yes
  nk_look_at_place
  nk_refuse_obstacle
  nk_go_back
}

nk_refuse_obstacle() {
  [ -z "$nk_obstacle" ] ||
    nk_fail "${nk_obstacle%% *}" "${nk_obstacle#* }; or deliver it unpacked beside" path "$nk_root/$nk_place_path"
}

# nk_put_place: who wants an end to it all is heard between two of them.
nk_put_place() {
  if ! nk_is_unpacked; then
    nk_emit left path "$nk_place_path"
    return
  fi
  nk_look_at_place
  nk_refuse_obstacle
  trap '' HUP INT TERM PIPE
  nk_emit placing path "$nk_place_path"
  touch -r . "$nk_notes/times"
  [ "$nk_place_state" = new ] || nk_move_aside
  nk_inode_of "$nk_new"
  nk_new_inode=$nk_inode
  nk_move_in || nk_fail_in_place conflict "$nk_root/$nk_place_path was made anew in that moment, or can not be made"
  nk_inode_of "./$nk_place_name"
  [ "$nk_inode" = "$nk_new_inode" ] ||
    nk_fail unsafe-path "$nk_root/$nk_place_path was replaced as soon as it was there; ${nk_aside:+what was there before is $nk_root$nk_place_way/$nk_aside}"
  nk_keep_times
  nk_emit placed path "$nk_place_path" aside "${nk_aside:+${nk_place_way#/}${nk_place_way:+/}$nk_aside}"
  nk_go_back
  trap 'exit 1' HUP INT TERM PIPE
}

# nk_is_unpacked: it is in the tarball, and no symlink is on the way to it there.
nk_is_unpacked() {
  nk_new=$nk_unpacked/$nk_label/$nk_place_path
  nk_walked=$nk_unpacked
  nk_ahead=$nk_label$nk_place_way/
  while [ -n "$nk_ahead" ]; do
    nk_walked=$nk_walked/${nk_ahead%%/*}
    nk_ahead=${nk_ahead#*/}
    [ -d "$nk_walked" ] && [ ! -L "$nk_walked" ] || return 1
  done
  [ -e "$nk_new" ] || [ -L "$nk_new" ]
}

# nk_move_aside: noted first, for the nights, which leave it out.
nk_move_aside() {
  nk_inode_of "./$nk_place_name"
  nk_size_of "./$nk_place_name"
  if [ -d "./$nk_place_name" ] && [ ! -L "./$nk_place_name" ]; then
    nk_note_line folder path "${nk_root%/}$nk_place_way/$nk_aside" inode "$nk_inode"
  else
    nk_note_line tarball path "${nk_root%/}$nk_place_way/$nk_aside" bytes "$nk_size"
  fi
  nk_rename "./$nk_place_name" "./$nk_aside" ||
    nk_fail permission-denied "$nk_root/$nk_place_path can not be renamed on the host, and stays as it is: it may be immutable, or on a file system that is only read"
}

# nk_move_in: by a link, which replaces nothing; a folder, which can't have another name, by a rename.
nk_move_in() {
  if [ -d "$nk_new" ] && [ ! -L "$nk_new" ]; then
    nk_rename "$nk_new" "./$nk_place_name"
  else
    # Named `.`, the folder that was entered: see stage.sh.
    case $nk_link in *P*) ln -P "$nk_new" . 2>/dev/null ;; *) ln "$nk_new" . 2>/dev/null ;; esac
  fi
}

# nk_fail_in_place CODE MESSAGE: once what was there has its name again, or saying where it is.
nk_fail_in_place() {
  nk_stands=
  if [ -n "$nk_aside" ]; then
    nk_stands="; what was there before is $nk_root$nk_place_way/$nk_aside"
    if ! nk_taken "$nk_place_name" && nk_rename "./$nk_aside" "./$nk_place_name"; then nk_stands='; what was there before is there again'; fi
  fi
  nk_keep_times
  nk_fail "$1" "$2$nk_stands" path "$nk_root/$nk_place_path"
}

# nk_keep_times: those of the folder that it lies in.
nk_keep_times() { touch -r "$nk_notes/times" . 2>/dev/null; }
