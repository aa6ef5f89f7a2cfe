# shellcheck shell=sh
# The notes of hashes, a line a file, the last line of a file counting:
#   STATE AT SHA256 SIZE MTIME INODE WHERE ./PATH/
# WHERE is a run, or `hold:ID`; PATH is as wire.sh encodes it, in that night or below that hold's tree, and ends with a
# slash of ours. A file that a published night has is never written to: one that has still the same inode, size and time
# has the same bytes, or its disk or somebody changed them. Its ctime tells nothing, since each night's link moves it.
# `good` since AT; `rotten` (other bytes), `unreadable` (the disk gives none) and `written` (another size or time, and the
# same inode) were found AT; `gone` is not noted any more.

# nk_list_places: the nights with a record, newest first, `INDEX RUN` a line, into `nights`; those and the holds into
# `places`.
nk_list_places() {
  : >"$nk_notes/nights"
  nk_newest=
  nk_indexes
  for nk_index in $nk_nights; do
    nk_identify "$nk_base/$nk_index"
    [ "$nk_recorded" = yes ] || continue
    printf '%s\n' "$nk_index $nk_id" >>"$nk_notes/nights"
    case $nk_index in *[!0-9]*) ;; *) nk_newest=${nk_newest:-$nk_id} ;; esac
  done
  {
    sed 's/^[^ ]* //' "$nk_notes/nights"
    for nk_dir in "$nk_base/.nightkeep/holds"/*; do
      [ -d "$nk_dir/tree" ] && [ ! -h "$nk_dir" ] && [ ! -h "$nk_dir/tree" ] || continue
      case ${nk_dir##*/} in *[!A-Za-z0-9._-]*) ;; *) printf 'hold:%s\n' "${nk_dir##*/}" ;; esac
    done
  } >"$nk_notes/places"
}

# nk_go WHERE: its top becomes the working directory.
nk_go() {
  case $1 in
    hold:*) cd -P -- "$nk_base/.nightkeep/holds/${1#hold:}/tree" 2>/dev/null || return 1 ;;
    *) nk_enter "$1" '' ;;
  esac
}

# nk_is_one_night WHERE: it still is where it was, so that what was found there was its own.
nk_is_one_night() {
  case $1 in hold:*) [ -d "$nk_base/.nightkeep/holds/${1#hold:}/tree" ] ;; *) nk_check "$1" '' ;; esac
}

# For awk: the path of a note, in `path`. A line that is no note, such as one that was cut off, has none.
# shellcheck disable=SC2016,SC2034 # awk's own, for other parts
nk_awk_notes='
  function is_note(  i) {
    path = ""
    if ($1 !~ /^(good|rotten|unreadable|written|gone)$/ || NF < 8 || length($3) != 64 || $3 ~ /[^0-9a-f]/) return 0
    path = $0
    for (i = 1; i <= 7; i++) path = substr(path, index(path, " ") + 1)
    return path ~ /^\.\/.+\/$/
  }'

# nk_merge_notes: `notes` and `done` become one, without what is in no place any more. Killed anywhere, the next one does
# the same again.
nk_merge_notes() {
  [ -e notes ] || : >notes
  [ -e 'done' ] || : >'done'
  awk "$nk_awk_notes"'
    FILENAME != "notes" && FILENAME != "done" { there[$1]; next }
    !is_note() || !($7 in there) { next }
    { key = $7 " " path; if (!(key in note)) order[++count] = key; note[key] = $0 }
    END { for (i = 1; i <= count; i++) if (note[order[i]] !~ /^gone /) print note[order[i]] }
  ' "$nk_notes/places" notes 'done' >notes.new && nk_follow_files && mv notes.new notes && rm -f 'done' ||
    nk_fail_to_write "$nk_proof"
}

# nk_follow_files: what the newest night has as the same file is noted as its own from now on, good or bad, while the night
# it was noted in is still there: by its inode alone, a later file could pass for it. Names that are encoded are left where they
# are, and noted anew when their night has left. Into notes.new.
nk_follow_files() {
  [ -n "$nk_newest" ] || return 0
  awk -v newest="$nk_newest" "$nk_awk_notes"'
    FILENAME != "notes.new" { if ($1 ~ /^[0-9]+$/) rotates[$2]; next }
    is_note() && $7 != newest && ($7 in rotates) && path !~ /\\/ { print substr(path, 1, length(path) - 1) }
  ' "$nk_notes/nights" notes.new | tr '\n' '\000' >"$nk_notes/older"
  [ -s "$nk_notes/older" ] || return 0
  nk_enter "$nk_newest" '' || return 0
  if [ "$nk_stat_is" = gnu ]; then
    xargs -0 stat -c '%i %s %Y %n' <"$nk_notes/older" 2>/dev/null >"$nk_notes/now"
  else
    xargs -0 stat -f '%i %z %m %N' <"$nk_notes/older" 2>/dev/null >"$nk_notes/now"
  fi
  cd "$nk_proof" || return 1
  awk -v newest="$nk_newest" -v nights="$nk_notes/nights" "$nk_awk_notes"'
    FILENAME == nights { if ($1 ~ /^[0-9]+$/) rotates[$2]; next }
    FILENAME != "notes.new" {
      at = $0
      for (i = 1; i <= 3; i++) at = substr(at, index(at, " ") + 1)
      same[at "/ " $1 " " $2 " " $3]
      next
    }
    is_note() && $7 == newest { known[path] }
    { line[++lines] = $0 }
    END {
      for (i = 1; i <= lines; i++) {
        $0 = line[i]
        is_note()
        if ($7 != newest && ($7 in rotates) && ((path " " $6 " " $4 " " $5) in same)) {
          if (path in known) continue
          known[path]
          $0 = $1 " " $2 " " $3 " " $4 " " $5 " " $6 " " newest " " path
        }
        print
      }
    }' "$nk_notes/nights" "$nk_notes/now" notes.new >followed && mv followed notes.new
}

# nk_probe_stat: GNU and busybox know -c, BSD -f.
nk_probe_stat() {
  nk_stat_is=bsd
  ! stat -c %i / >/dev/null 2>&1 || nk_stat_is=gnu
}

# nk_look_at PATH: what the working directory has there, if it is a file, into $nk_inode, $nk_size and $nk_mtime.
nk_look_at() {
  [ -f "./$1" ] && [ ! -h "./$1" ] || return 1
  # shellcheck disable=SC2046 # three numbers
  if [ "$nk_stat_is" = gnu ]; then set -- $(stat -c '%i %s %Y' "./$1" 2>/dev/null); else set -- $(stat -f '%i %z %m' "./$1" 2>/dev/null); fi
  [ $# = 3 ] || return 1
  nk_inode=$1 nk_size=$2 nk_mtime=$3
}

# nk_sum_of PATH: into $nk_sum; empty where the disk does not give all of it.
nk_sum_of() {
  nk_sum=$( (nk_sha256 && printf '%s\n' "$nk_sum") <"./$1" 2>/dev/null) || nk_sum=
}
