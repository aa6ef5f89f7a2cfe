# shellcheck shell=sh
# What goes into a tarball, straight from the nights: nobody has to wait until they are held. Each night is reached by a
# symlink of its label's name, in a folder of our own. A folder's members come right behind it: an archive in another
# order unpacks with wrong times of folders. Sockets can't be archived, and no backup brings one back.

# nk_begin_members: for the night whose selection comes next.
nk_begin_members() {
  nk_begun=no
  nk_passed=
}

# nk_note_member PATH: the folders on the way to it, and itself with all below it. Paths come sorted, none in another.
nk_note_member() {
  case $1 in */*) nk_way_to=${1%/*} ;; *) nk_way_to= ;; esac
  if [ -n "$nk_way_to" ] && [ "$nk_way_to" != "$nk_passed" ]; then printf './%s\0' "$nk_way_to" >>"$nk_parents"; fi
  [ "$nk_begun" = yes ] || nk_member one "$nk_label/."
  nk_begun=yes
  nk_way=
  nk_ahead=$nk_way_to
  while [ -n "$nk_ahead" ]; do
    nk_way=$nk_way/${nk_ahead%%/*}
    case $nk_ahead in */*) nk_ahead=${nk_ahead#*/} ;; *) nk_ahead= ;; esac
    case /$nk_passed/ in "$nk_way/"*) ;; *) nk_member one "$nk_label$nk_way" ;; esac
  done
  nk_passed=$nk_way_to
  if [ -z "$1" ]; then
    nk_member in "$nk_label"
  elif [ -h "./$1" ] || [ ! -S "./$1" ]; then
    if [ -d "./$1" ] && [ ! -h "./$1" ]; then nk_member below "$nk_label/$1"; else nk_member one "$nk_label/$1"; fi
  fi
}

nk_member() {
  nk_encode "$2"
  printf '%s %s\n' "$1" "$nk_encoded" >>"$nk_notes/members"
}

# nk_night_members: each with a NUL at its end, from the folder of the symlinks.
nk_night_members() {
  rm -f "$nk_notes/unread"
  while IFS= read -r nk_member_line; do
    nk_decode "${nk_member_line#* }"
    case ${nk_member_line%% *} in
      one) printf '%s\0' "$nk_decoded" ;;
      below) nk_below "$nk_decoded" ;;
      in) nk_in_root "$nk_decoded" ;;
    esac
  done <"$nk_notes/members"
}

nk_below() { find "$1" ! -type s -print0 || : >"$nk_notes/unread"; }

# nk_in_root LABEL: all in it, but the records of the night itself. It may be more than the words of one call.
nk_in_root() {
  for nk_name in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case $nk_root${nk_name#"$1"} in /.nightkeep-record | /.nightkeep-links) continue ;; esac
    if [ -e "$nk_name" ] || [ -h "$nk_name" ]; then printf '%s\0' "$nk_name"; fi
  done | xargs -0 sh -c '[ $# = 0 ] || exec find "$@" ! -type s -print0' sh || : >"$nk_notes/unread"
}
