# shellcheck shell=sh
# Input: path. Says `hex bytes=...` for each line of a hex dump of the file, so that every byte arrives.
nk_input() { case $1 in path) nk_path=$2 ;; esac }
nk_path=
nk_read_input
nk_find_config "$nk_path"
[ -e "$nk_config" ] || nk_fail not-found "there is no $nk_path on this host; its path is among the host's settings"
[ -f "$nk_config" ] || nk_fail bad-input "$nk_path is not a file"
[ -r "$nk_config" ] || nk_fail permission-denied "$nk_path can't be read"
nk_size=$(wc -c <"$nk_config")
[ "$nk_size" -le 1048576 ] || nk_fail bad-input "$nk_path is $((nk_size)) bytes long: that is no backup.config"
od -An -v -tx1 <"$nk_config" | sed "s/^/hex${nk_tab}bytes=/"
