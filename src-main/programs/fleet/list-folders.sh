# shellcheck shell=sh
# Names the folders that lie in some folders.
# In:  dir=PATH, as often as wanted.
# Out: see folders.sh

nk_prefix=${NIGHTKEEP_PREFIX-}

nk_input() {
  case $1 in dir) nk_list_folders "$2" ;; esac
}

nk_read_input
