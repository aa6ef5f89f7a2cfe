# shellcheck shell=sh
# Packs a hold's tree into NAME beside it. Files that are the same in several nights are one inode in the tree and
# become hard links in the archive.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    id) nk_hold_id "$2" ;;
    name) nk_tarball_name "$2" ;;
  esac
}

# Packed already: the record says so and the file is there.
nk_packed_before() {
  [ -f "$nk_dir/$nk_name" ] || return 1
  nk_known=$(grep "^tarball${nk_tab}name=$nk_name$nk_tab" "$nk_dir/hold" | tail -n 1)
  [ -n "$nk_known" ] || return 1
  printf 'packed%s\n' "${nk_known#tarball}"
}

nk_read_input
nk_dir=$nk_base/.nightkeep/holds/$nk_hold
[ -f "$nk_dir/hold" ] || nk_fail not-found "there is no hold $nk_hold"
if ! nk_packed_before; then
  nk_private
  trap 'nk_end_proof; rm -rf "$nk_notes" "$nk_dir/.$nk_name.part"' EXIT
  nk_pack_tree "$nk_dir"
fi
