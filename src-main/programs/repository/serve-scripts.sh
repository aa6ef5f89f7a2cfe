# shellcheck shell=sh
# The keeper's `verb scripts` alone, since the repository is asked before it is known whether anything else is needed.
nk_path=
nk_input() { [ "$1" != path ] || nk_path=$2; }
nk_read_input
nk_scripts
