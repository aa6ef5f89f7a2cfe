# shellcheck shell=sh
# Packs a hold's tree into NAME beside it, or a part of it: each `label` of a night with its `path`s, sorted. Files that are
# the same in several nights are one inode in the tree and become hard links in the archive.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    id) nk_hold_id "$2" ;;
    name)
      nk_tarball_name "$2"
      nk_open_hold
      ;;
    label) nk_open_label "$2" ;;
    path) nk_note_part "$2" ;;
  esac
}

nk_open_hold() {
  nk_dir=$nk_base/.nightkeep/holds/$nk_hold
  [ -f "$nk_dir/hold" ] || nk_fail not-found "there is no hold $nk_hold"
  nk_private
  nk_parents=$nk_notes/parents
  trap 'nk_end_proof; rm -rf "$nk_notes" "$nk_dir/.$nk_name.part"' EXIT
}

nk_open_label() {
  case $1 in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a night can not be labelled $1" ;; esac
  nk_label=$1 nk_run=$1
  cd -P -- "$nk_dir/tree/$1" 2>/dev/null || nk_fail not-found "the hold $nk_hold has no night $1"
  nk_part=yes
  nk_begin_members
}

nk_note_part() {
  if nk_has_path "$1"; then nk_note_member "$1"; else nk_fail not-found "the hold $nk_hold has no $1 in its night $nk_label" path "$1"; fi
}

# nk_pack_part: not a `tarball` of the hold, which would be all of it.
nk_pack_part() {
  [ -s "$nk_notes/members" ] || nk_fail nothing-selected 'the hold has none of the paths'
  nk_pack_tree "$nk_dir" nk_night_members part
}

# Packed already: the record says so and the file is there.
nk_packed_before() {
  [ -f "$nk_dir/$nk_name" ] || return 1
  nk_known=$(grep -e "^tarball${nk_tab}name=$nk_name$nk_tab" -e "^part${nk_tab}name=$nk_name$nk_tab" "$nk_dir/hold" | tail -n 1)
  [ -n "$nk_known" ] || return 1
  printf 'packed%s\n' "$nk_tab${nk_known#*"$nk_tab"}"
}

nk_part=no
nk_read_input
if nk_packed_before; then
  :
elif [ "$nk_part" = yes ]; then
  nk_pack_part
else
  nk_pack_tree "$nk_dir"
fi
