# shellcheck shell=sh
# The fleet file of a team, every byte of it.
# In:  path
# Out: absent where there is none, or `hex bytes=...` for each line of a hex dump
nk_path=
nk_input() { [ "$1" != path ] || nk_path=$2; }
nk_read_input
nk_find_config "$nk_path"
if [ ! -e "$nk_config" ]; then
  nk_emit absent
  exit 0
fi
[ -f "$nk_config" ] || nk_fail bad-input "$nk_path is not a file"
[ -r "$nk_config" ] || nk_fail permission-denied "$nk_path can't be read by $(id -un)"
nk_size=$(wc -c <"$nk_config")
[ "$nk_size" -le 4194304 ] || nk_fail bad-input "$nk_path is $((nk_size)) bytes long: that is no fleet file"
od -An -v -tx1 <"$nk_config" | sed "s/^/hex${nk_tab}bytes=/"
