# shellcheck shell=sh
# What the server makes of one entry of the run in progress: guards it, carries it forward where it was not copied, and
# writes its line of the record.

nk_previous_field() {
  case $1 in
    run) nk_before_run=$2 ;;
    files) nk_before_files=$2 ;;
    bytes) nk_before_bytes=$2 ;;
    goodRun) nk_good_run=$2 ;;
    goodFiles) nk_good_files=$2 ;;
    goodBytes) nk_good_bytes=$2 ;;
    goodDate) nk_good_date=$2 ;;
    goodAge) nk_good_age=$2 ;;
    since) nk_since=$2 ;;
    badNights) nk_bad_nights=$2 ;;
    also) nk_also=$2 ;;
    plain) nk_before_plain=$2 ;;
  esac
}

# nk_look_up_previous PATH: its counts of the night before into $nk_before_NAME, of the last good one into $nk_good_NAME.
nk_look_up_previous() {
  nk_before_run='' nk_before_files='' nk_before_bytes='' nk_good_run='' nk_good_files='' nk_good_bytes=
  nk_good_date='' nk_good_age='' nk_since=$nk_date nk_bad_nights=0 nk_also='' nk_before_plain=
  nk_encode "$1"
  nk_found=$(nk_wanted="path=$nk_encoded" awk -F "$nk_tab" '$2 == ENVIRON["nk_wanted"] { print; exit }' "$nk_scratch"/previous)
  nk_field() { nk_previous_field "$@"; }
  nk_read_event "$nk_found"
  case ${nk_state-}-$nk_good_run in
    good- | missing- | symlink- | failed-) ! nk_is_whole_path "$1" || nk_find_old_night "$1" ;;
  esac
}

# nk_also_night PATH: the night, beside the last one, to link against what was gone from the last and may be there
# again, into $nk_also.
nk_also_night() {
  nk_also=
  if grep -q "${nk_tab}also=" "$nk_scratch/previous"; then nk_look_up_previous "$1"; fi
}

# nk_fell NOW BEFORE: true where more than the settable share is gone.
nk_fell() {
  [ -n "$2" ] && [ $((($2 - $1) * 100)) -gt $(($2 * nk_share)) ]
}

nk_guard_collapse() {
  [ -n "$nk_good_run" ] || return 0
  [ -n "$nk_good_files" ] || nk_count_old_night "$nk_path"
  [ -n "$nk_good_files" ] || return 0
  nk_lost=
  if [ "$nk_kind" = directory ] && [ "$nk_files" -le 1 ] && [ "$nk_good_files" -gt 1 ]; then
    nk_lost="it is empty, and had $((nk_good_files - 1)) files and folders"
  elif nk_fell "$nk_files" "$nk_good_files"; then
    nk_lost="it has $nk_files files and folders, and had $nk_good_files"
  elif nk_fell "$nk_bytes" "$nk_good_bytes"; then
    nk_lost="it has $nk_bytes bytes, and had $nk_good_bytes"
  fi
  [ -n "$nk_lost" ] || return 0
  nk_state=collapsed
  nk_message="$nk_lost in the last good night; that one is held"
  nk_hold_last_good "$nk_path" "$nk_good_run"
}

# nk_take_entry: what the host asks as `entry`.
nk_take_entry() {
  nk_is_whole_path "$nk_path" || [ "$nk_state" = failed ] || nk_fail bad-input "$nk_path can't be an entry"
  nk_check_bounds
  nk_look_up_previous "$nk_path"
  nk_same_as='' nk_deleted=0
  case $nk_state in
    good)
      nk_guard_collapse
      if [ -n "$nk_before_files" ]; then
        nk_deleted=$((nk_before_files + nk_added - nk_files))
        [ $nk_deleted -ge 0 ] || nk_deleted=0
      fi
      ;;
    covered) ;;
    missing | symlink | failed) nk_carry ;;
    *) nk_fail bad-input "an entry has no state $nk_state" ;;
  esac
  nk_keep_links
  nk_tell_trouble
  set -- entry path "$nk_path" state "$nk_state" files "$nk_files" bytes "$nk_bytes" \
    added "$nk_added" changed "$nk_changed" deleted "$nk_deleted"
  [ -z "$nk_same_as" ] || set -- "$@" sameAs "$nk_same_as"
  [ "$nk_state" != symlink ] || [ -z "$nk_target" ] || set -- "$@" target "$nk_target"
  [ -z "$nk_message" ] || set -- "$@" message "$nk_message"
  nk_judge_plain
  [ -z "$nk_plain" ] || set -- "$@" plain yes
  nk_emit "$@"
  printf '%s\n' "$nk_line" >>"$nk_scratch"/entries || nk_cannot program-failed 'the record could not be written'
  nk_dies_at entry-taken
}

nk_entries_most=10000
nk_taken=0

# nk_check_bounds: a record is written from what a host says, and stays for ever.
nk_check_bounds() {
  nk_taken=$((nk_taken + 1))
  [ $nk_taken -le $nk_entries_most ] || nk_fail bad-input "a run has no more than $nk_entries_most entries"
  [ ${#nk_path} -le 4096 ] || nk_fail bad-input 'an entry has too long a path'
  [ ${#nk_target} -le 4096 ] || nk_target=
  [ ${#nk_message} -le 4096 ] || nk_message=$(printf '%.4096s' "$nk_message")
  nk_format entry path "$nk_path"
  ! grep -qF -e "$nk_line$nk_tab" "$nk_scratch/entries" || nk_fail bad-input "$nk_path was told of before"
}

# nk_tell_trouble: before the entry itself, what the support address has to know of one that was not copied well.
nk_tell_trouble() {
  case $nk_state in good | covered) return ;; esac
  nk_bad_nights=$((nk_bad_nights + 1))
  nk_long="$nk_bad_nights nights"
  [ $nk_bad_nights -gt 1 ] || nk_long='tonight for the first time'
  nk_leaves=
  if [ -n "$nk_good_age" ]; then
    # Tonight's is one more date, unless it is the second night of one.
    [ "$nk_date" = "$nk_previous_date" ] || nk_good_age=$((nk_good_age + 1))
    nk_left=$((nk_nights - nk_good_age + 1))
    if [ "$nk_state" = collapsed ]; then
      nk_leaves="it is held for $nk_hold_days days"
    elif [ $nk_left -le 1 ]; then
      nk_leaves='it leaves rotation with the next night, a copy of it is carried on while the entry stands'
    else
      nk_leaves="it leaves rotation in $nk_left nights, a copy of it is carried on while the entry stands"
    fi
  fi
  nk_emit trouble since "$nk_since" nights "$nk_long" goodDate "$nk_good_date" leavesIn "$nk_leaves"
}

# nk_keep_links: the list of the entry's joined names, where `verb links` was not asked for it: it has none, or those of
# the night that stands in.
nk_keep_links() {
  nk_format entry path "$nk_path"
  if grep -qxF -e "$nk_line" .nightkeep/incoming/.nightkeep-links; then return; fi
  nk_entry=$nk_path
  if [ -z "$nk_same_as" ]; then
    [ "$nk_kind" = covered ] || printf '%s\n' "$nk_line" >>.nightkeep/incoming/.nightkeep-links
  else
    # Where no list tells, the copy itself does.
    nk_links_section ./0/.nightkeep-links >"$nk_scratch/links-now" ||
      nk_joined_names "$nk_top/.nightkeep/incoming$nk_path" >"$nk_scratch/links-now" 2>/dev/null
    nk_write_links_section
  fi
}

# nk_carry: the night before stands in for an entry that was not copied: the same files, hard-linked.
nk_carry() {
  nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0
  # What the entry around it holds is the truth about one that lies in it.
  [ "$nk_kind" != covered ] || return 0
  nk_is_whole_path "$nk_path" || return 0
  # The night's own files are written on; those of the night before must not be linked here.
  case $nk_path in /.nightkeep*) return 0 ;; esac
  # What was received of it so far is not a night of anything.
  if (cd .nightkeep/incoming && nk_leads_to "$nk_path"); then
    if nk_in_place; then nk_remove ".nightkeep/incoming$nk_path"; else nk_trash ".nightkeep/incoming$nk_path" "$nk_run"; fi
  fi
  (cd ./0 2>/dev/null && nk_leads_to "$nk_path") || return 0
  nk_keep_last "$nk_path" || nk_copy_linked 0 "$nk_path" .nightkeep/incoming || {
    nk_message="$nk_message; the night before could not stand in for it"
    return 0
  }
  nk_same_as=${nk_before_run:-$nk_previous_run}
  nk_files=${nk_copied_files:-0} nk_bytes=${nk_copied_bytes:-0}
}

# nk_copy_parents NIGHT PATH TO: the attributes of the folders on the way to PATH, those of PATH itself included.
nk_copy_parents() {
  nk_top_folder=${2#/}
  nk_top_folder=${nk_top_folder%%/*}
  [ -n "$nk_top_folder" ] || return 0
  nk_below_top=${2#/"$nk_top_folder"}
  nk_way_rules "$nk_below_top/" >"$nk_scratch/rules"
  # shellcheck disable=SC2086 # one word, or none
  rsync "-a$nk_features" $nk_fine_times --numeric-ids --from0 --include-from="$nk_scratch/rules" --exclude='*' \
    "$nk_top/$1/$nk_top_folder/" "$nk_top/$3/$nk_top_folder/" || :
}

# nk_copy_linked NIGHT PATH TO: PATH of a night below TO, by hard links of the same inodes, folders with all their
# attributes. Counts into $nk_copied_NAME.
nk_copy_linked() {
  # A symlink on the way would lead to what is not this host's.
  (cd "./$1" && nk_leads_to "$2") || return 1
  nk_from=$nk_top/$1$2
  nk_parent=${2%/*}
  (cd "./$3" && nk_descend "$nk_parent" make) || return 1
  if nk_copies_shared "$1" "$3"; then
    cp -a --reflink=auto "$nk_from" "$nk_top/$3$2" 2>/dev/null && nk_count_tree "$nk_top/$3$2" || return 1
    nk_copy_parents "$1" "$nk_parent" "$3"
    return 0
  elif [ -d "$nk_from" ] && [ ! -h "$nk_from" ]; then
    mkdir "$nk_top/$3$2" || return 1
    nk_stats=$(rsync "-aH$nk_features" --numeric-ids --stats --link-dest="$nk_from" "$nk_from/" "$nk_top/$3$2/") || return 1
  else
    nk_stats=$(rsync "-aH$nk_features" --numeric-ids --stats --link-dest="${nk_from%/*}" "$nk_from" "$nk_top/$3$nk_parent/") || return 1
  fi
  nk_copy_parents "$1" "$nk_parent" "$3"
  nk_read_stats "$nk_stats"
  nk_copied_files=$nk_stat_files nk_copied_bytes=$nk_stat_bytes
}

# nk_read_stats TEXT: how many files, and bytes of them, rsync says there are, into $nk_stat_files and $nk_stat_bytes.
nk_read_stats() {
  # shellcheck disable=SC2046 # two numbers, to be split
  set -- $(printf '%s\n' "$1" | awk '
    /^Number of files:/ { files = $4 } /^Total file size:/ { bytes = $4 }
    END { gsub(/[^0-9]/, "", files); gsub(/[^0-9]/, "", bytes); printf "%.0f %.0f\n", files, bytes }')
  nk_stat_files=${1:-0} nk_stat_bytes=${2:-0}
}
