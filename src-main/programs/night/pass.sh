# shellcheck shell=sh
# Runs on the host: one pass over all entries: one comparison with the server's base, what is gone or joined otherwise
# leaves that, what differs is sent and takes its place. A pass costs the same few processes for one entry and for
# hundreds. One that could not be finished because of single files is followed by another, without these; so is one in which
# an entry had its time, which is then set aside, and one that was without the slow entries (see limit.sh).

nk_passes_most=4

# nk_copy_entries: after it the server's base is what the entries are.
nk_copy_entries() {
  true >"$nk_work/left-out" && { [ ! -s "$nk_work/pseudo" ] || cat "$nk_work/pseudo" >"$nk_work/left-out"; } && true >"$nk_work/words" && true >"$nk_work/totals" || nk_no_notes
  nk_let_wait
  nk_pass=1 nk_turned=
  while :; do
    nk_compare
    nk_leave_sparse
    nk_close_groups
    nk_leave
    nk_send
    # Where all were set aside, none was compared.
    [ -s "$nk_work/walked" ] || true >"$nk_work/compared" || nk_no_notes
    if [ -n "$nk_sent_whole" ] || [ ! -s "$nk_work/walked" ]; then
      [ -s "$nk_work/waiting" ] || return 0
      nk_end_waiting
      continue
    fi
    [ -z "$nk_set_aside" ] || continue
    nk_pass=$((nk_pass + 1))
    [ $nk_pass -le $nk_passes_most ] || nk_fail_session program-failed "rsync was stopped by single files $nk_passes_most times: $nk_stopped_by"
  done
}

# nk_compare: the names that differ into `send`, those of them that are folders also into `folders`, those that are gone
# into `gone`, all as rsync tells them; what came of each entry into `compared`. Entries that are plain (see plain.sh) in
# all nights are compared without ACLs and extended attributes, the others with them.
nk_compare() {
  for nk_list in send folders gone gone.all compared; do true >"$nk_work/$nk_list" || nk_no_notes; done
  nk_emit comparing
  nk_sort_by_plain || nk_no_notes
  if [ -s "$nk_work/walked.plain" ]; then
    nk_begin_look
    nk_compare_some '' walked.plain walked.full
    nk_end_look
    # What has some after all is compared again.
    [ ! -s "$nk_work/walked.again" ] || cat "$nk_work/walked.again" >>"$nk_work/walked.full" || nk_no_notes
    [ ! -s "$nk_work/walked.full" ] || nk_compare_some "$nk_features" walked.full walked.plain
  else
    nk_begin_look
    nk_compare_some "$nk_features" walked.full walked.plain
    nk_end_look
  fi
  nk_sent_letters=
  [ ! -s "$nk_work/walked.full" ] || nk_sent_letters=$nk_features
}

# nk_compare_some LETTERS WALKED OTHERS: one rsync, which writes nothing.
nk_compare_some() {
  nk_walk_rules "$nk_work/$2" "$nk_work/$3" >"$nk_work/rules" && nk_write_call compare || nk_no_notes
  true >"$nk_work/counts"
  {
    {
      # -8: bytes beyond ASCII stand as they are. What could not be read here keeps nothing else from going: names that
      # are missing for that are sorted out below.
      # shellcheck disable=SC2086 # one word each, or none
      nk_reading rsync "-naHS$1" -8 --numeric-ids --delete-excluded --ignore-errors $nk_fine_times $nk_checksum $nk_unwatched \
        -i --out-format='@%i|%n//%L' --from0 --filter="merge $nk_work/rules" -e "sh $nk_work/call" ./ nightkeep:. \
        2>"$nk_work/errors"
      printf 'exit %s\n' $?
    } | awk -v walked="$nk_work/$2" -v counts="$nk_work/counts" -v send="$nk_work/send" -v folders="$nk_work/folders" \
      -v gone="$nk_work/gone.all" -v again="$nk_work/again" -v compared="$nk_work/compared" "$nk_awk_names$nk_split_by_entry"
    # Nobody but this program keeps the session's pipes open: its end, however it comes, ends the session.
  } 3>&- 4<&- || true >"$nk_work/counts"
  nk_rsync_exit=unknown
  read -r nk_rsync_exit <"$nk_work/counts" || nk_no_notes
  nk_judge_rsync 'the entries were compared'
  nk_keep_unread || nk_no_notes
}

# For awk: which of the entries of the list `walked` a name is of, as its number there; 0 for none. Its line is in `path`.
# shellcheck disable=SC2016 # awk's own
nk_entry_of='
  function entry_of(name,  folder, found) {
    if (name in number) return number[name]
    folder = above(name)
    if (!(folder in inside)) {
      found = folder == "" ? 0 : entry_of(folder)
      inside[folder] = found
    }
    return inside[folder]
  }
  BEGIN {
    while ((status = (getline line < walked)) > 0) { path[++entries] = line; number[as_rsync(substr(line, 2))] = entries }
    if (status < 0) exit 1
  }'

# Splits what rsync tells, `@`, eleven characters of what happened, `|` and the name, by entry.
# shellcheck disable=SC2016 # awk's own
nk_split_by_entry=$nk_entry_of'
  /^@\*deleting/ {
    name = substr($0, 14)
    sub(/\/?\/\/$/, "", name)
    print name >> gone
    # One that is gone as a whole is looked at again, never deleted unseen.
    if (name in number) lost[number[name]] = 1
    next
  }
  /^@/ {
    flags = substr($0, 2, 11)
    at = index($0, "//")
    name = substr($0, 14, at - 14)
    if (name == "." || name == "" || name == "./") next
    is_folder = substr(flags, 2, 1) == "d"
    sub(/\/$/, "", name)
    # A name that is joined in the base as it is here.
    if (substr(flags, 3) == "         " && substr($0, at + 2) !~ /^\/? => /) next
    print name >> send
    if (is_folder) print name >> folders
    if (is_folder && (name in number)) next
    entry = entry_of(name)
    if (flags ~ /\+\+\+/) added[entry]++
    else if (!is_folder || flags !~ /^.d\.\.t\.\.\.\.\.\.$/) changed[entry]++
    next
  }
  /^exit / { ended = $2 }
  END {
    for (entry = 1; entry <= entries; entry++) {
      if (entry in lost) print path[entry] >> again
      else printf "%s\t%d\t%d\n", path[entry], added[entry], changed[entry] >> compared
    }
    # Last of all: it says that the others could be noted.
    close(send); close(folders); close(gone); close(again)
    if (close(compared) != 0 && entries > 0 && !(1 in lost)) exit 1
    print ended > counts
  }'

# nk_keep_unread: `gone.all`, less what only could not be read here, goes to `gone`. Where it can't be told what that
# was, nothing is gone.
nk_keep_unread() {
  [ -s "$nk_work/gone.all" ] || [ "$nk_rsync_exit" = 23 ] || return 0
  if [ "$nk_rsync_exit" != 23 ]; then
    cat "$nk_work/gone.all" >>"$nk_work/gone"
  else
    nk_blame "$nk_work/errors" >"$nk_work/unread" && cat "$nk_work/unread" >>"$nk_work/words" || return 1
    grep -q "^$nk_tab" "$nk_work/unread" || awk -F "$nk_tab" "$nk_awk_names"'
      FILENAME ~ /unread$/ { unread[$1] = 1; for (up = above($1); up != ""; up = above(up)) around[up] = 1; next }
      { for (name = $0; name != ""; name = above(name)) if (name in unread) next }
      !($0 in around)' "$nk_work/unread" "$nk_work/gone.all" >>"$nk_work/gone"
  fi
  true >"$nk_work/gone.all"
}

# nk_leave: what is gone, and what is joined otherwise than it was, leaves the base. With it goes the list of what is
# joined now, before anything of that is sent.
nk_leave() {
  true >"$nk_work/leaving.raw" || nk_no_notes
  if [ -s "$nk_work/gone" ] || [ -s "$nk_work/parted" ]; then
    sort -u "$nk_work/gone" "$nk_work/parted" >"$nk_work/leaving" && nk_raw_names "$nk_work/leaving" >"$nk_work/leaving.raw" || nk_no_notes
  fi
  nk_send_list joined "$nk_work/joined.now"
  nk_send_list leaving "$nk_work/leaving.raw"
}

# nk_send: what differs, by its names where no symlink is followed (see view.sh), else by a second walk over the folders
# in which something does. $nk_sent_whole tells whether another pass is needed.
nk_send() {
  nk_sent_whole=yes nk_set_aside=
  [ -s "$nk_work/send" ] || [ -s "$nk_work/gone" ] || return 0
  nk_named=
  if [ -n "$nk_view" ] && [ -n "$nk_takes_names" ] && nk_send_names; then
    nk_named=yes
    set -- -R --ignore-missing-args --files-from="$nk_work/names"
  else
    nk_send_rules >"$nk_work/rules" || nk_no_notes
    [ "$nk_total_sent" -le "$nk_rules_most" ] || nk_walk_rules "$nk_work/walked" >"$nk_work/rules" || nk_no_notes
    set -- --filter="merge $nk_work/rules"
  fi
  nk_write_call patch || nk_no_notes
  nk_emit sending total "$nk_total_sent"
  # Without --partial: a file that came in part would take the place of the whole one that the night had.
  # shellcheck disable=SC2086 # one word each, or none
  nk_become_reading rsync "-aHS$nk_sent_letters" -8 --numeric-ids $nk_fine_times $nk_checksum $nk_unwatched -i --out-format='@%i|%n//' \
    $nk_by_line --from0 "$@" -e "sh $nk_work/call" ./ nightkeep:. \
    >"$nk_work/sent" 2>"$nk_work/errors" 3>&- 4<&- &
  nk_sender=$!
  nk_begin_watch
  wait "$nk_sender"
  nk_rsync_exit=$?
  nk_sender=
  nk_end_watch
  nk_judge_limit || {
    nk_judge_send
    nk_judge_turned
  }
  nk_say ask merge
  nk_hear 'done'
}

# nk_judge_turned: what was a file when it was compared, and a folder when its name was sent, came without what is in it.
# Another pass brings that; where it happens there as well, it is said.
nk_judge_turned() {
  [ -n "$nk_named" ] || return 0
  awk -v tab="$nk_tab" '
    FILENAME ~ /folders$/ { folder[$0]; next }
    FILENAME ~ /send$/ { sends[$0]; next }
    /^@.d/ {
      name = substr($0, 14)
      sub(/\/\/\/$/, "", name)
      if ((name in sends) && !(name in folder)) print name tab "\"/" name "\" became a folder while it was sent: what is in it is missing"
    }' "$nk_work/folders" "$nk_work/send" "$nk_work/sent" >"$nk_work/turned" || nk_no_notes
  [ -s "$nk_work/turned" ] || return 0
  if [ -n "$nk_turned" ]; then
    cat "$nk_work/turned" >>"$nk_work/words" || nk_no_notes
  else
    nk_turned=yes nk_sent_whole=
    # What came stays counted.
    cat "$nk_work/compared" >>"$nk_work/before" || nk_no_notes
  fi
}

# nk_judge_send: of single files that could not be sent, or put there, the night keeps what it had. Where one of them
# ended rsync, the rest is sent without it.
nk_judge_send() {
  case $nk_rsync_exit in
    11 | 23)
      nk_blame "$nk_work/errors" >"$nk_work/blamed" && cat "$nk_work/blamed" >>"$nk_work/words" || nk_no_notes
      ! nk_speaks_of_room "$nk_work/errors" || nk_ask_room
      [ "$nk_rsync_exit" = 11 ] || return 0
      # There is room again by now: what came of the file was taken away.
      ! grep -q '^rsync: .*write failed on .*: No space left on device (28)$' "$nk_work/errors" ||
        nk_fail_session no-space "the disk of $nk_server is full"
      # Its path is that of a temporary file, `.NAME.XXXXXX`, or its own.
      awk -F "$nk_tab" '$1 != "" { print $1; if (match($1, /\/\.[^\/]*\.[A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9][A-Za-z0-9]$/))
        print substr($1, 1, RSTART) substr($1, RSTART + 2, RLENGTH - 9) }' "$nk_work/blamed" >"$nk_work/stopped" || nk_no_notes
      if [ -s "$nk_work/stopped" ]; then
        cat "$nk_work/stopped" >>"$nk_work/left-out" || nk_no_notes
        nk_said
        nk_sent_whole='' nk_stopped_by=$nk_words
        return 0
      fi
      ;;
  esac
  nk_judge_rsync 'what differs was sent'
}
