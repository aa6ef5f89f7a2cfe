# shellcheck shell=sh
# `verb fetch`: a held tarball's bytes, after one event line that says how many they are and what they hash to.

nk_fetch() {
  nk_is_id "$nk_hold" || nk_fail bad-input 'the hold has no proper id'
  nk_is_id "$nk_name" || nk_fail bad-input 'the tarball has no proper name'
  nk_enter_backupdir "$nk_backupdir"
  nk_descend ".nightkeep/holds/$nk_hold" || nk_fail not-found "the hold $nk_hold is gone"
  nk_guard_fetch
  if [ ! -f "./$nk_name" ] || [ -h "./$nk_name" ]; then nk_fail not-found "the tarball $nk_name is gone"; fi
  exec 5<"./$nk_name" || nk_fail permission-denied "the tarball $nk_name can't be read"
  nk_size=$(wc -c <"./$nk_name")
  nk_sha256 <"./$nk_name"
  nk_emit tarball bytes "$((nk_size))" sha256 "$nk_sum"
  exec cat <&5
}
