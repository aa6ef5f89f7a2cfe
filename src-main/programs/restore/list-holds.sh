# shellcheck shell=sh
# Tells the holds of some backupdirs.
nk_input() {
  [ "$1" = backupdir ] || return 0
  nk_emit place backupdir "$2"
  for nk_dir in "$nk_prefix$2"/.nightkeep/holds/*; do
    if [ -f "$nk_dir/hold" ]; then nk_tell_hold "$nk_dir"; fi
  done
}

nk_read_input
nk_emit listed
