# shellcheck shell=sh
# Packs a hold's tree into NAME beside it, reads the whole archive again, and only then gives it its name. Files that are
# the same in several nights are one inode in the tree and become hard links in the archive.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    id) nk_hold_id "$2" ;;
    name)
      case $2 in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a tarball can not be called $2" ;; esac
      nk_name=$2
      ;;
  esac
}

# GNU tar and bsdtar write pax archives; others can't keep long names, large numbers and any byte.
nk_probe_tar() {
  for nk_tar in gtar tar bsdtar; do
    nk_tar_version=$("$nk_tar" --version 2>/dev/null)
    case $nk_tar_version in
      *'GNU tar'*)
        nk_tar_kind=gnu
        return
        ;;
      *bsdtar*)
        nk_tar_kind=bsd
        return
        ;;
    esac
  done
  nk_fail missing-tool 'neither GNU tar nor bsdtar is installed on the server'
}

# nk_members: all of the tree, each with a NUL at its end, a folder's members right behind it: an archive in another
# order unpacks with wrong times of folders. Sockets can't be archived, and no backup brings one back.
nk_members() {
  # Labels are plain, so none can pass for an option, and members are named without a dot.
  # shellcheck disable=SC2035
  find * ! -type s -print0
}

nk_archive() {
  case $nk_tar_kind in
    gnu)
      nk_extras=
      for nk_extra in --acls --xattrs --xattrs-include='*'; do
        if "$nk_tar" "$nk_extra" -cf /dev/null -T /dev/null 2>/dev/null; then nk_extras="$nk_extras $nk_extra"; fi
      done
      # Several words are meant; none holds a blank, and nothing here begins like the one with a star.
      # shellcheck disable=SC2086
      nk_members | "$nk_tar" --format=pax --pax-option=delete=atime,delete=ctime --numeric-owner --sparse $nk_extras \
        --quoting-style=escape --no-recursion --null -T - -cvf -
      ;;
    bsd) nk_members | "$nk_tar" --format pax --numeric-owner -n --null -T - -cvf - ;;
  esac
}

# nk_watch: progress a hundredth at a time; what is no member goes to the warnings. A label begins every member.
nk_watch() {
  awk -v total="$nk_total" -v warnings="$nk_notes/warnings" -v kind="$nk_tar_kind" '
    BEGIN { every = int(total / 100) + 1 }
    kind == "bsd" ? !/^a / : /^[^ ]*tar: / { print >warnings; next }
    { all++ }
    all % every == 0 { printf "progress\tdone=%.0f\ttotal=%.0f\n", all, total; fflush() }
  '
}

# nk_judge_tar STATUS: one warning is none. Deleting an old night changes the link count of a file it shared, which tar
# takes for a change of the file.
nk_judge_tar() {
  [ "$1" != 0 ] || return 0
  grep -v -e 'file changed as we read it' -e 'Exiting with failure status' "$nk_notes/warnings" >"$nk_notes/errors"
  if [ "$1" = 1 ] && [ ! -s "$nk_notes/errors" ] && [ -s "$nk_notes/warnings" ]; then return 0; fi
  nk_fail_of_tool "$nk_tar" "$1"
}

nk_tell_packed() {
  nk_emit packed name "$nk_name" bytes "$1" sha256 "$2" entries "$3"
}

# Packed already: the record says so and the file is there.
nk_packed_before() {
  [ -f "$nk_dir/$nk_name" ] || return 1
  nk_known=$(grep "^tarball${nk_tab}name=$nk_name$nk_tab" "$nk_dir/hold" | tail -n 1)
  [ -n "$nk_known" ] || return 1
  printf 'packed%s\n' "${nk_known#tarball}"
}

nk_open_hold() {
  nk_dir=$nk_base/.nightkeep/holds/$nk_hold
  [ -f "$nk_dir/hold" ] || nk_fail not-found "there is no hold $nk_hold"
  cd -P -- "$nk_dir/tree" || nk_fail not-found "hold $nk_hold has nothing in it"
}

nk_pack() {
  nk_part=$nk_dir/.$nk_name.part
  nk_private
  trap 'rm -rf "$nk_notes" "$nk_part"' EXIT
  : >"$nk_notes/warnings"
  nk_probe_tar
  nk_gzip=gzip
  if command -v pigz >/dev/null 2>&1; then nk_gzip=pigz; fi
  nk_total=$(nk_members | tr -cd '\000' | wc -c | tr -d ' ')
  {
    {
      {
        nk_archive 2>&4
        echo "$?" >"$nk_notes/tar"
      } | {
        "$nk_gzip" -n >"$nk_part" 2>"$nk_notes/errors"
        echo "$?" >"$nk_notes/gzip"
      }
    } 4>&1 | nk_watch
  } </dev/null
  nk_status=$(cat "$nk_notes/gzip")
  [ "$nk_status" = 0 ] || nk_fail_of_tool "$nk_gzip" "$nk_status"
  nk_judge_tar "$(cat "$nk_notes/tar")"
  nk_verify
  nk_sha256 <"$nk_part"
  nk_bytes=$(wc -c <"$nk_part" | tr -d ' ')
  mv "$nk_part" "$nk_dir/$nk_name" || nk_fail program-failed 'the tarball can not be put in place'
  nk_format tarball name "$nk_name" bytes "$nk_bytes" sha256 "$nk_sum" entries "$nk_entries"
  printf '%s\n' "$nk_line" >>"$nk_dir/hold" || nk_fail no-space 'the tarball can not be recorded'
  nk_tell_packed "$nk_bytes" "$nk_sum" "$nk_entries"
}

# nk_verify: every byte of the archive is read again, and it has as many members as the hold.
nk_verify() {
  nk_emit verifying
  nk_entries=$(
    {
      "$nk_gzip" -dc "$nk_part" 2>"$nk_notes/errors"
      echo "$?" >"$nk_notes/gzip"
    } | {
      "$nk_tar" -tf - 2>>"$nk_notes/warnings"
      echo "$?" >"$nk_notes/tar"
    } | wc -l | tr -d ' '
  )
  [ "$(cat "$nk_notes/gzip")$(cat "$nk_notes/tar")" = 00 ] ||
    nk_fail program-failed "the tarball can not be read again: $(tail -n 1 "$nk_notes/errors")"
  [ "$nk_entries" = "$nk_total" ] ||
    nk_fail program-failed "the tarball has $nk_entries members, and the hold has $nk_total"
}

nk_read_input
nk_open_hold
nk_packed_before || nk_pack
