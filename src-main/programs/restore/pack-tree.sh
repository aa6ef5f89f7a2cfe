# shellcheck shell=sh
# Packing a hold: what is in its tree, into $nk_name beside it.

# nk_pack_tree DIR [MEMBERS KIND]: what the function MEMBERS names, recorded as KIND.
nk_pack_tree() {
  cd -P -- "$1/tree" || nk_fail not-found "hold $nk_hold has nothing in it"
  nk_probe_tar
  nk_probe_squeezer "$nk_name"
  : >"$1/.$nk_name.part" || nk_fail_to_write "$1"
  exec 7>"$1/.$nk_name.part"
  nk_pack "${2-nk_tree_members}"
  nk_judge_pack
  nk_keep_tarball "$1/.$nk_name.part" "$1" "${3-tarball}"
}

nk_tree_members() {
  # Labels are plain, so none can pass for an option, and members are named without a dot.
  # shellcheck disable=SC2035
  find * ! -type s -print0 || : >"$nk_notes/unread"
}

# nk_keep_tarball PART DIR [KIND]: what was packed gets its name in the hold, and a line in its record.
nk_keep_tarball() {
  [ ! -e "$nk_notes/unread" ] || nk_fail program-failed 'not all that was held could be read'
  nk_bytes=$(wc -c <"$1" | tr -d ' ')
  mv "$1" "$2/$nk_name" || nk_fail program-failed 'the tarball can not be put in place'
  nk_format "${3-tarball}" name "$nk_name" bytes "$nk_bytes" sha256 "$nk_sum" entries "$nk_entries"
  printf '%s\n' "$nk_line" >>"$2/hold" || nk_fail no-space 'the tarball can not be recorded'
  nk_emit packed name "$nk_name" bytes "$nk_bytes" sha256 "$nk_sum" entries "$nk_entries"
}
