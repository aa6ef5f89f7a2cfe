# shellcheck shell=sh
# Copying an entry that the server has a base of (see base.sh): compares it with that, sends what differs, and tells what
# is gone.

# nk_patch_entry PATH: as nk_copy_entry. Where the server can't do it, $nk_patched is empty, and the entry is to be sent
# whole.
nk_patch_entry() {
  nk_patched=
  nk_compare_with_base "$1" || return 0
  nk_end_look || nk_compare_with_base "$1" || return 0
  nk_close_groups || return 0
  nk_compared="$nk_files $nk_bytes $nk_added $nk_changed $nk_joined" nk_compared_message=$nk_message
  [ ! -s "$nk_work/send" ] || nk_send_changes "$1" || return 1
  # shellcheck disable=SC2086 # five numbers, to be split
  nk_set_counts $nk_compared
  nk_message=${nk_message:-$nk_compared_message}
  [ "$nk_state" = good ] || return 0
  nk_say ask merge path "$1"
  trap '' PIPE
  # Without its end the server would wait for more, and this program for the server.
  { cat "$nk_work/gone" && printf '.\n'; } >&3 2>/dev/null || exec 3>&-
  trap nk_interrupted PIPE
  nk_hear 'done'
  nk_patched=$nk_answer_merged
}

nk_set_counts() { nk_files=$1 nk_bytes=$2 nk_added=$3 nk_changed=$4 nk_joined=$5; }

# nk_compare_with_base PATH: names that differ into the list `send`, those that are gone into `gone`; fails where they
# could not be told.
nk_compare_with_base() {
  nk_write_call "$1" receive compare
  for nk_list in send gone links errors counts; do : >"$nk_work/$nk_list"; done
  {
    {
      # shellcheck disable=SC2086 # one word each, or none
      rsync "-naHS$nk_letters" -8 --numeric-ids --delete $nk_fine_times $nk_checksum --stats \
        -i --out-format='@%i|%n//%L' -e "sh $nk_work/call" ./ nightkeep:. 2>"$nk_work/errors"
      printf 'exit %s\n' $?
    } | awk -v counts="$nk_work/counts" -v send="$nk_work/send" -v gone="$nk_work/gone" "$nk_find_differences"
  } 3>&- 4<&- || : >"$nk_work/counts"
  nk_read_counts
  case $nk_rsync_exit in 0 | 24) ;; 23) nk_judge_rsync "$1" ;; *) return 1 ;; esac
}

# Of a comparison: what differs, what is gone, and the counts.
# shellcheck disable=SC2016 # awk's own
nk_find_differences='
  function above(name) { return match(name, /\/[^\/]*$/) ? substr(name, 1, RSTART - 1) : "" }
  /^@\*deleting/ {
    name = substr($0, 14)
    sub(/\/?\/\/$/, "", name)
    print name > gone
    is_gone[name] = 1
    # Its folder keeps its time, and what is taken out of it changes that.
    if (above(name) != "") touched[above(name)] = 1
    next
  }
  /^@/ {
    name = substr($0, 14, index($0, "//") - 14)
    flags = substr($0, 2, 11)
    if (name == "." || name == "") next
    print name > send
    if (flags ~ /\+\+\+/) added++
    else if (substr(flags, 2, 1) != "d" || flags !~ /^.d\.\.t\.\.\.\.\.\.$/) changed++
    next
  }
  /^Number of files:/ { files = $4; next }
  /^Total file size:/ { bytes = $4; next }
  /^exit / { status = $2 }
  END {
    for (name in touched) if (!(name in is_gone)) print name > send
    gsub(/[^0-9]/, "", files); gsub(/[^0-9]/, "", bytes)
    printf "%d %.0f %.0f %d %d 0\n", status, files, bytes, added, changed > counts
  }'

# nk_close_groups: names that are one file are sent together, or they would be two. Into `links` the pairs of all, as
# nk_part_links wants them. Fails where it can't be told. A second look at all files costs less than to have rsync say of
# each that it is unchanged, in a write of its own.
nk_close_groups() {
  nk_list_joined || return 1
  nk_joined=$(grep -c '' "$nk_work/links") || return 0
  awk "$nk_link_groups"'
    FILENAME ~ /links$/ { split_pair($0); join(group, one, other); next }
    { print; sent[$0] = 1; if ($0 in group) whole[root(group, $0)] = 1 }
    END { for (name in group) if (!(name in sent) && (root(group, name) in whole)) print name }
  ' "$nk_work/links" "$nk_work/send" >"$nk_work/send.all" && mv "$nk_work/send.all" "$nk_work/send"
}

# nk_send_changes PATH
nk_send_changes() {
  : >"$nk_work/counts"
  nk_raw_names "$nk_work/send" >"$nk_work/names" || nk_no_notes
  nk_write_call "$1" receive patch
  {
    {
      # What is gone meanwhile stays as it was.
      # shellcheck disable=SC2086 # one word each, or none
      rsync "-aHS$nk_letters" -8 --no-r --numeric-ids --partial $nk_fine_times $nk_checksum --from0 \
        --files-from="$nk_work/names" --ignore-missing-args -i --out-format='@%i|%n//%L' \
        -e "sh $nk_work/call" ./ nightkeep:. 2>"$nk_work/errors"
      printf 'exit %s\n' $?
    } | nk_path=$nk_encoded awk -v counts="$nk_work/counts" -v links="$nk_work/links.sent" "$nk_count_items"
  } 3>&- 4<&- || : >"$nk_work/counts"
  nk_read_counts
  nk_judge_rsync "$1"
}
