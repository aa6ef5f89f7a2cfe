# shellcheck shell=sh
# Input: path. Tells the texts that backup.config had, newest first: of each `kept number=`, its record as it was noted, and
# `hex bytes=` for its bytes; then whether the file is the newest of them. Of more than so many bytes no text is told.
nk_input() { case $1 in path) nk_path=$2 ;; esac }
nk_path='' nk_left=2097152
nk_read_input
nk_find_config "$nk_path"
nk_history=$nk_config.history

set --
for nk_one in "$nk_history"/1[0-9][0-9][0-9][0-9][0-9].record; do
  [ ! -e "$nk_one" ] || set -- "${nk_one%.record}" "$@"
done
[ $# -eq 0 ] || ! cmp -s "$1.text" "$nk_config" || nk_emit now same yes
# One sed for all of it: a line of od begins with a space, an event with its name.
for nk_one in "$@"; do
  nk_emit kept number "${nk_one##*/}"
  nk_line=
  IFS= read -r nk_line <"$nk_one.record" || :
  case $nk_line in "record$nk_tab"*) printf '%s\n' "$nk_line" ;; esac
  nk_size=$(wc -c <"$nk_one.text") || continue
  [ "$nk_size" -le "$nk_left" ] || continue
  nk_left=$((nk_left - nk_size))
  nk_emit whole bytes "$((nk_size))"
  od -An -v -tx1 <"$nk_one.text"
done | sed "s/^ /hex${nk_tab}bytes=/"
nk_emit told
