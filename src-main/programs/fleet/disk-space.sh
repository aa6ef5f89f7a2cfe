# shellcheck shell=sh
# Says how much room the file systems of some folders have.
# In:  dir=PATH, as often as wanted.
# Out: disk dir= free= total=     see room.sh

nk_input() {
  case $1 in dir) nk_disk_space "$2" ;; esac
}

nk_read_input
