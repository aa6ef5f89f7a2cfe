# shellcheck shell=sh
# Copying one entry from this host: where it is, and one rsync for it.

# nk_find_entry PATH: goes into the directory to copy from. Sets $nk_kind and $nk_source. Where it can't, sets
# $nk_state, $nk_message and $nk_target and fails. No symlink is followed below $nk_prefix.
nk_find_entry() {
  nk_state=good nk_message='' nk_target='' nk_kind=directory nk_source=./
  cd -P "$nk_prefix/" || return 1
  nk_left=${1#/}
  nk_walked=
  while [ -n "$nk_left" ]; do
    nk_part=${nk_left%%/*}
    case $nk_left in */*) nk_left=${nk_left#*/} ;; *) nk_left= ;; esac
    nk_walked=$nk_walked/$nk_part
    if [ -h "./$nk_part" ]; then
      nk_state=symlink
      nk_message="$nk_walked is a symlink to $(readlink "./$nk_part"), and symlinks are not followed"
      nk_find_target "$1"
      return 1
    fi
    if [ ! -e "./$nk_part" ]; then
      nk_state=missing
      nk_message="$nk_walked does not exist"
      return 1
    fi
    if [ ! -d "./$nk_part" ]; then
      if [ -n "$nk_left" ] || [ ! -f "./$nk_part" ]; then
        nk_state=missing
        nk_message="$nk_walked is not a directory"
        return 1
      fi
      if [ "$nk_walked" = "/$nk_part" ]; then
        nk_state=failed
        nk_message='a file in the root can not be an entry'
        return 1
      fi
      nk_kind=file nk_source=./$nk_part
      return 0
    fi
    nk_step_into "$nk_part" || {
      nk_state=failed
      nk_message="$nk_walked can't be entered"
      return 1
    }
  done
}

# nk_copy_entry PATH: copies it. Sets $nk_state, $nk_message and the counts; fails where the whole run has failed, with
# $nk_broken saying why.
nk_copy_entry() {
  nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0 nk_broken='' nk_patched=
  nk_begin_look "$1"
  if [ "$nk_kind" = directory ] && [ -n "$nk_based" ]; then nk_patch_entry "$1" || return 1; fi
  [ -n "$nk_patched" ] || nk_send_entry "$1" || return 1
  if [ "$nk_state" = good ] && [ "$nk_kind" = directory ] && [ "$nk_joined$nk_links_matter" != 0no ]; then
    [ -z "$nk_in_place" ] || nk_find_and_list_joined || {
      nk_broken_code=program-failed nk_broken="hard links in $1 could not be listed"
      return 1
    }
    nk_part_links "$1" || return 1
  fi
  # Of one that came to nothing the night before stands in, its folder included.
  [ "$nk_state" != good ] || nk_note_parents "$1" || nk_no_notes
}

# nk_send_entry PATH: all of it, into a folder of its own.
nk_send_entry() {
  nk_state=good nk_message=
  nk_write_call "$1"
  : >"$nk_work/links"
  # A new folder is received into once; in place, it can be done again.
  [ -n "$nk_in_place" ] || nk_end_look || :
  nk_copy_items "$1"
  nk_end_look || nk_send_once_more "$1"
  # What was listed and then gone stands in the night as it was in the last one.
  case $nk_in_place$nk_rsync_exit in
    yes23) ! grep -q '^file has vanished: ' "$nk_work/errors" || nk_send_once_more "$1" ;;
    yes24) nk_send_once_more "$1" ;;
  esac
  nk_judge_rsync "$1"
}

# nk_send_once_more PATH: in place.
nk_send_once_more() {
  nk_added_first=$nk_added nk_changed_first=$nk_changed nk_joined_first=$nk_joined
  nk_copy_items "$1"
  nk_added=$((nk_added + nk_added_first)) nk_changed=$((nk_changed + nk_changed_first))
  nk_joined=$((nk_joined + nk_joined_first))
}

# nk_copy_items PATH: one rsync. Sets the counts and $nk_rsync_exit.
nk_copy_items() {
  nk_encode "$1"
  for nk_list in errors counts; do : >"$nk_work/$nk_list"; done
  # What stayed in its place need not be told of, nor the names that are joined there already (see nk_list_joined).
  nk_items=-ii
  [ -z "$nk_in_place" ] || nk_items=-i
  {
    {
      # -8: bytes beyond ASCII stand as they are. The @ tells what was copied from the statistics.
      # shellcheck disable=SC2086 # one word each, or none
      rsync "-aHS$nk_letters" -8 --numeric-ids --delete --partial $nk_fine_times $nk_checksum --stats \
        $nk_items --out-format='@%i|%n//%L' -e "sh $nk_work/call" "$nk_source" nightkeep:. 2>"$nk_work/errors"
      printf 'exit %s\n' $?
    } | nk_path=$nk_encoded awk -v counts="$nk_work/counts" -v links="$nk_work/links" "$nk_count_items"
    # Nobody but this program keeps the session's pipes open: its end, however it comes, ends the session.
  } 3>&- 4<&- || : >"$nk_work/counts"
  nk_read_counts
}

# nk_find_joined: the names with several links in the entry, where this program stands, into `joined`. There is no such
# list where find can't tell, or was ended.
nk_find_joined() {
  rm -f "$nk_work/joined"
  find . -prune -links +1 -print0 >/dev/null 2>&1 || return 0
  find . ! -type d -links +1 -print0 >"$nk_work/joined.found" 2>/dev/null
  # Where there is no room for a word more, there may have been none for all of the list.
  [ $? -gt 128 ] || { printf 'whole\n' >"$nk_work/joined.whole" && mv "$nk_work/joined.found" "$nk_work/joined"; } 2>/dev/null || :
}

nk_find_and_list_joined() {
  nk_find_joined
  nk_list_joined
}

# nk_list_joined: adds the joined names of the entry to those that rsync told of: it tells of none that it found joined.
# Only those that nk_find_joined found are looked at, where it could tell. Fails where it is not known whether these are
# all.
nk_list_joined() {
  mkdir -p "$nk_work/empty"
  set --
  if [ -e "$nk_work/joined" ]; then
    [ -s "$nk_work/joined" ] || return 0
    set -- --from0 "--files-from=$nk_work/joined"
  fi
  rsync -naH -ii -8 "$@" --out-format='@%i|%n//%L' ./ "$nk_work/empty/" >"$nk_work/told" 2>/dev/null
  case $? in 0 | 23 | 24) ;; *) return 1 ;; esac
  awk '/^@h.*\/\/ => / { print substr($0, 14) }' "$nk_work/told" >>"$nk_work/links"
}

# nk_read_counts: what was counted last. Where nothing was, or not all could be noted that goes with the counts, it is not known what rsync did, and its end is `unknown`.
nk_read_counts() {
  if ! read -r nk_rsync_exit nk_files nk_bytes nk_added nk_changed nk_joined <"$nk_work/counts"; then
    nk_rsync_exit=unknown nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0 nk_joined=0
  fi
}

# nk_part_links PATH: tells the server which names are one file, and sends again what it would have joined wrongly.
nk_part_links() {
  nk_kind=directory
  nk_write_call "$1" links
  printf '.\n' >>"$nk_work/receive" || nk_no_notes
  # Where not all of it was sent, or what came back could not be noted, an answer without a word is none.
  if ! { cat "$nk_work/keeper" "$nk_work/receive" "$nk_work/links" || true >"$nk_work/unsent"; } |
    sh "$nk_work/ssh" >"$nk_work/answer" 2>"$nk_work/errors" 3>&- 4<&- || [ -e "$nk_work/unsent" ] ||
    [ "$(tail -n 1 "$nk_work/answer")" != 'done' ]; then
    nk_answer_code='' nk_answer_message=$(tail -n 1 "$nk_work/errors" | tr -d '\r')
    nk_field() { nk_answer_field "$@"; }
    nk_read_event "$(grep '^error' "$nk_work/answer")"
    nk_broken_code=${nk_answer_code:-program-failed}
    nk_broken="hard links in $1 could not be compared${nk_answer_message:+: $nk_answer_message}"
    return 1
  fi
  grep -q '^resend' "$nk_work/answer" || return 0
  nk_unruled=
  nk_field() {
    nk_unescape "$2"
    nk_way_rules "/$nk_raw" || nk_unruled=yes
  }
  while IFS= read -r nk_answer; do
    nk_read_event "$nk_answer"
  done <"$nk_work/answer" >"$nk_work/rules"
  [ -z "$nk_unruled" ] || nk_no_notes
  nk_write_call "$1" receive again
  # shellcheck disable=SC2086 # one word each, or none
  rsync "-aHS$nk_letters" --numeric-ids --partial $nk_fine_times --from0 --include-from="$nk_work/rules" --exclude='*' \
    -e "sh $nk_work/call" ./ nightkeep:. >/dev/null 2>"$nk_work/errors" 3>&- 4<&-
  nk_rsync_exit=$?
  nk_judge_rsync "$1"
}

# Counts in one pass what rsync says: `@` and eleven characters of what happened, then the name.
# shellcheck disable=SC2016 # awk's own
nk_count_items='
  /^@/ {
    # Names that are one file, for the server, which must not join others.
    if (/^@h.*\/\/ => /) { print substr($0, 14) >> links; joined++ }
    flags = substr($0, 2, 11)
    if (flags ~ /^\*deleting/) next
    if (substr(flags, 3) == "         " || substr($0, 14, 3) == ".//") next
    if (flags ~ /\+\+\+/) added++
    else if (substr(flags, 2, 1) != "d" || flags !~ /^.d\.\.t\.\.\.\.\.\.$/) changed++
    if ((added + changed) % 1000 == 0) { print "progress\tpath=" ENVIRON["nk_path"] "\tdone=" added + changed; fflush() }
    next
  }
  /^Number of files:/ { files = $4; next }
  /^Total file size:/ { bytes = $4; next }
  /^exit / { status = $2 }
  END {
    gsub(/[^0-9]/, "", files); gsub(/[^0-9]/, "", bytes)
    printf "%d %.0f %.0f %d %d %d\n", status, files, bytes, added, changed, joined > counts
  }'

# nk_note_parents PATH: the folders on the way to an entry that was copied, for nk_copy_parents; the entry itself too
# where only what differs was sent, which its own folder is not part of.
nk_note_parents() {
  nk_way=${1%/*}
  [ -z "$nk_patched" ] || nk_way=$1
  while [ -n "$nk_way" ]; do
    nk_encode "$nk_way"
    printf '%s\n' "$nk_encoded" || return 1
    nk_way=${nk_way%/*}
  done >>"$nk_work/parents"
}

# nk_copy_parents: gives the folders on the way to the entries their attributes, by one rsync for each folder of the
# root that has some. Of an entry of which only what differs was sent, the folder itself is among them.
nk_copy_parents() {
  sort -u "$nk_work/parents" >"$nk_work/parents-once" || nk_no_notes
  nk_last_top=
  while IFS= read -r nk_listed; do
    nk_decode "/$nk_listed"
    nk_top_folder=${nk_decoded#//}
    nk_top_folder=/${nk_top_folder%%/*}
    [ "$nk_top_folder" != "$nk_last_top" ] || continue
    nk_last_top=$nk_top_folder
    nk_parents_rules "$nk_top_folder" >"$nk_work/rules" || nk_no_notes
    if ! nk_find_entry "$nk_top_folder" || [ "$nk_kind" != directory ]; then continue; fi
    nk_write_call "$nk_top_folder" receive parents
    # shellcheck disable=SC2086 # one word, or none
    rsync "-a$nk_features" $nk_fine_times --numeric-ids --from0 --include-from="$nk_work/rules" --exclude='*' \
      -e "sh $nk_work/call" ./ nightkeep:. </dev/null >/dev/null 2>"$nk_work/errors" 3>&- 4<&-
    nk_rsync_exit=$?
    nk_judge_rsync "$nk_top_folder" || nk_fail_session "$nk_broken_code" "$nk_broken"
    [ "$nk_state" = good ] || nk_fail_session program-failed "the folders below $nk_top_folder: $nk_message"
  done <"$nk_work/parents-once"
}

# nk_parents_rules TOP: lets rsync pass to the folders below TOP that are on the way to an entry.
nk_parents_rules() {
  while IFS= read -r nk_other; do
    nk_decode "$nk_other"
    case $nk_decoded in "$1"/*) nk_add_rule "${nk_decoded#"$1"}/" || return 1 ;; esac
  done <"$nk_work/parents-once"
}

# nk_said: the lines of rsync on stderr that tell something, the first three, into $nk_words.
nk_said() {
  nk_words=$(awk '
    /^nightkeep: / { print substr($0, 12); own = 1; next }
    /^rsync: (\[[a-z]*\] )?/ && !own { sub(/^rsync: (\[[a-z]*\] )?/, ""); if (++n <= 3) print; else more++ }
    END { if (more) print "and " more " more" }' "$nk_work/errors" | awk '{ printf "%s%s", (NR > 1 ? "; " : ""), $0 }')
}

# nk_judge_rsync PATH: what its exit code means.
nk_judge_rsync() {
  nk_said
  case $nk_rsync_exit in 0 | 24) return 0 ;; esac
  # Before all else: where the disk has no room for some files only, rsync ends with 23, and a night without them is none.
  # At the end of a line, since a name may hold these words too.
  if grep -q -e ': No space left on device\( ([0-9]*)\)*$' -e ': Disk quota exceeded\( ([0-9]*)\)*$' \
    -e '^nightkeep: No space left on device: ' "$nk_work/errors"; then
    nk_broken_code=no-space nk_broken="the disk of $nk_server is full"
    return 1
  fi
  if [ "$nk_rsync_exit" = 23 ]; then
    # It always says something, unless that could not be noted: the words above may have been among it.
    [ -s "$nk_work/errors" ] || nk_no_notes
    nk_message="not all of it could be copied: ${nk_words:-rsync does not say what}"
    return 0
  fi
  case $nk_rsync_exit in
    255) nk_broken_code=unreachable nk_broken="the connection to $nk_server broke while $1 was copied" ;;
    12) nk_broken_code=program-failed nk_broken="the connection to $nk_server ended while $1 was copied${nk_words:+: $nk_words}" ;;
    30 | 35) nk_broken_code=timed-out nk_broken="$nk_server did not answer any more while $1 was copied" ;;
    10 | 14 | 16 | 19 | 20) nk_broken_code=program-failed nk_broken="rsync was ended while $1 was copied" ;;
    unknown)
      nk_state=failed nk_message='what rsync did could not be noted'
      return 0
      ;;
    127) nk_broken_code=missing-tool nk_broken="$nk_server has no rsync" ;;
    *)
      nk_state=failed
      nk_message="rsync ended with $nk_rsync_exit${nk_words:+: $nk_words}"
      return 0
      ;;
  esac
  return 1
}

# nk_write_call PATH [VERB [KIND]]: the program that rsync calls to reach the server: this run's keeper as receiver of one entry, with
# the words of rsync as its input.
nk_write_call() {
  {
    nk_encode "$nk_backupdir"
    printf 'verb %s\nbackupdir %s\nrun %s\nkind %s\n' "${2:-receive}" "$nk_encoded" "$nk_run" "${3:-$nk_kind}" &&
      nk_encode "$1" &&
      printf 'entry %s\n' "$nk_encoded"
  } >"$nk_work/receive" || nk_no_notes
}
