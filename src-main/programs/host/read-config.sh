# shellcheck shell=sh
# Input: path. Says its bytes, see print-config.sh.
nk_input() { case $1 in path) nk_path=$2 ;; esac }
nk_path=
nk_read_input
nk_find_config "$nk_path"
nk_check_config
nk_print_config
