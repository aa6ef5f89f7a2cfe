# shellcheck shell=sh
# Runs on the server. A machine that loses its power keeps its renames in their order, but not what was written before
# them: so what a night consists of is on the disk before a record says that it is whole, and the record before the night
# is published.

# nk_sync_knows: true where the machine's sync can be told what to write. To a BSD's it is said nothing: it would write
# all there is.
nk_sync_knows() {
  ! command -v fsync >/dev/null 2>&1 || return 1
  [ -n "${nk_sync_help-}" ] || nk_sync_help=$(sync --help 2>&1)
  case $nk_sync_help in *--file-system* | *'[-df]'*) return 0 ;; *) return 1 ;; esac
}

# nk_night_to_disk: waits for all that was received, and for nothing of other file systems where that is possible.
nk_night_to_disk() {
  command -v sync >/dev/null 2>&1 || return 0
  if nk_sync_knows; then
    sync -f .nightkeep/base
  else
    sync
  fi 2>/dev/null || nk_cannot 'what was received could not be written to disk'
}

# nk_file_to_disk FILE
nk_file_to_disk() {
  if command -v fsync >/dev/null 2>&1; then
    fsync "$1"
  elif ! command -v sync >/dev/null 2>&1; then
    return 0
  elif nk_sync_knows; then
    sync "$1"
  else
    sync
  fi 2>/dev/null
}
