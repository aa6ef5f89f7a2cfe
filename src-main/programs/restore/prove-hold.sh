# shellcheck shell=sh
# Proves a hold: its newest tarball is read from the disk and compared with the checksum that was noted when it was
# packed, then unpacked into a folder of its own, and all that comes out is compared with what is held, byte by byte. So
# both are still what they were on the day they were packed. What it finds is noted in the hold's record.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    id) nk_hold_id "$2" ;;
    at) nk_at=$2 ;;
  esac
}

nk_most_told=200

nk_last_tarball() {
  nk_known=$(grep "^tarball${nk_tab}" "$nk_dir/hold" | tail -n 1)
  [ -n "$nk_known" ] || nk_fail not-found "the hold $nk_hold has no tarball yet that it could be compared with"
  nk_field() {
    case $1 in
      name) nk_name=$2 ;;
      sha256) nk_expected=$2 ;;
    esac
  }
  nk_read_event "$nk_known"
  nk_tarball_name "$nk_name"
  [ -f "$nk_dir/$nk_name" ] || nk_fail not-found "the tarball $nk_name of the hold $nk_hold is gone"
}

nk_check_room() {
  nk_free "$nk_dir"
  nk_needed=$(du -sk "$nk_dir/tree" | awk '{ printf "%.0f\n", $1 * 1024 }')
  if [ -n "$nk_free_bytes" ] && awk -v a="$nk_needed" -v b="$nk_free_bytes" 'BEGIN { exit !(a * 1.1 > b + 0) }'; then
    nk_fail no-space "to unpack it takes $nk_needed bytes, and the server has $nk_free_bytes free" free "$nk_free_bytes"
  fi
}

nk_clean_up() {
  # A second wish for an end must not end this.
  trap '' HUP INT TERM PIPE
  cd / || exit
  rm -rf "$nk_notes" "$nk_scratch"
}

nk_read_input
nk_dir=$nk_base/.nightkeep/holds/$nk_hold
[ -f "$nk_dir/hold" ] || nk_fail not-found "there is no hold $nk_hold; it ran out or was released"
nk_private
nk_errors=$nk_notes/errors
nk_last_tarball
nk_probe_rsync
nk_probe_tar
nk_probe_squeezer "$nk_name"
nk_emit step name checksum
nk_sha256 <"$nk_dir/$nk_name"
: >"$nk_notes/differs"
nk_files=0
if [ "$nk_sum" != "$nk_expected" ]; then
  printf '%s\n' "$nk_name" >"$nk_notes/differs"
else
  nk_check_room
  # Where housekeeping finds it, should this be cut off.
  nk_scratch=$nk_base/.nightkeep/trash/prove-$nk_hold-$$
  mkdir -p "$nk_base/.nightkeep/trash" && mkdir "$nk_scratch" 2>/dev/null || nk_fail_to_write "$nk_base/.nightkeep/trash"
  trap nk_clean_up EXIT
  nk_emit step name unpack
  nk_unpack "$nk_dir/$nk_name" || nk_fail_of_tool "$nk_tar" 1
  nk_emit step name compare
  nk_compare "$nk_dir/tree" "$nk_scratch"
  [ ! -s "$nk_errors" ] || nk_fail_of_tool rsync 23
  # What is no file has no bytes that could rot.
  grep -v '/$' "$nk_notes/differs" >"$nk_notes/files" || :
  mv "$nk_notes/files" "$nk_notes/differs"
  nk_count_files "$nk_scratch"
fi
nk_wrong=$(wc -l <"$nk_notes/differs" | tr -d ' ')
nk_format proven at "$nk_at" tarball "$nk_name" files "$nk_files" wrong "$nk_wrong"
printf '%s\n' "$nk_line" >>"$nk_dir/hold" || nk_fail_to_write "$nk_dir"
nk_tell_differs "$nk_most_told"
printf '%s\n' "$nk_line"
