# shellcheck shell=sh
# Input: path. Says `hex bytes=...` for each line of a hex dump of the file, so that every byte arrives.
nk_input() { case $1 in path) nk_path=$2 ;; esac }
nk_path=
nk_read_input
nk_find_config "$nk_path"
nk_check_config
od -An -v -tx1 <"$nk_config" | sed "s/^/hex${nk_tab}bytes=/"
