# shellcheck shell=sh
# Runs on the host: no entry keeps the others waiting for ever. One that was sent for longer than its time is set aside: the
# others go on without it, the last night stands in for it, and what came of it is kept on the server, so that the next
# night goes on from there. In that one it comes last.

# nk_begin_watch: while something is sent, looks from time to time how far that is, and ends it where all the looks of an
# entry's time found the same one. An entry's time is of twelve looks at least.
nk_begin_watch() {
  true >"$nk_work/late" || nk_no_notes
  nk_looks_most=12 nk_look_every=$(((nk_limit + 11) / 12))
  [ "$nk_limit" -gt 0 ] || nk_look_every=10
  [ $nk_look_every -le 10 ] || nk_look_every=10 nk_looks_most=$((nk_limit / 10))
  nk_watch_sending 3>&- 4<&- </dev/null 2>/dev/null &
  nk_watching_send=$!
}

nk_watch_sending() {
  nk_look_nap=
  trap '[ -z "$nk_look_nap" ] || kill "$nk_look_nap"; exit 0' TERM
  nk_looks=0 nk_was=
  while [ "$nk_limit" = 0 ] || [ $nk_looks -lt "$nk_looks_most" ]; do
    sleep "$nk_look_every" &
    nk_look_nap=$!
    wait "$nk_look_nap"
    nk_look_nap=
    # The night was killed.
    kill -0 $$ || exit 0
    nk_done=$(wc -l <"$nk_work/sent")
    [ "$nk_done" -le "$nk_total_sent" ] || nk_done=$nk_total_sent
    nk_emit progress 'done' $((nk_done)) total "$nk_total_sent"
    nk_now=$(tail -n 1 "$nk_work/sent" | awk -v walked="$nk_work/walked" "$nk_awk_names$nk_entry_of$nk_last_sent")
    nk_looks=$((nk_looks + 1))
    [ "${nk_now%%"$nk_tab"*}" = "${nk_was%%"$nk_tab"*}" ] && [ -n "$nk_now" ] || nk_looks=0
    nk_was=$nk_now
  done
  printf '%s\n' "$nk_was" >"$nk_work/late"
  kill -TERM "$nk_sender"
}

# For awk: of a line of what is sent, the entry, a tab and the name.
# shellcheck disable=SC2016,SC2034 # awk's own
nk_last_sent='
  /^@.*\/\/$/ {
    name = substr($0, 14)
    sub(/\/?\/\/$/, "", name)
    entry = entry_of(name)
    if (entry) print path[entry] "\t" name
  }'

nk_end_watch() {
  kill "$nk_watching_send" 2>/dev/null
  wait "$nk_watching_send" 2>/dev/null
  nk_watching_send=
}

# nk_judge_limit: where an entry had its time, sets it aside; fails where none had.
nk_judge_limit() {
  [ -s "$nk_work/late" ] || return 1
  case $nk_rsync_exit in 0 | 23 | 24) return 1 ;; esac
  IFS=$nk_tab read -r nk_late_entry nk_last_name <"$nk_work/late" && nk_decode "$nk_late_entry"
  nk_state=failed nk_target='' nk_kind=unfinished
  # An older gate on the server does not keep what came.
  [ -n "$nk_ready_clock" ] || nk_kind=directory
  nk_message="it was not sent within $((nk_limit / 60)) minutes, the time an entry has; /$nk_last_name was the last to be begun"
  nk_tell_entry "$nk_decoded"
  printf '%s\n' "$nk_late_entry" >>"$nk_work/troubled" && nk_without "$nk_late_entry" || nk_no_notes
  nk_sent_whole='' nk_set_aside=yes nk_slow=$nk_slow$nk_late_entry$nk_newline
}

# nk_let_wait: those that had their time in the night before go from `walked` to `waiting`, until all others are sent.
nk_let_wait() {
  [ -n "$nk_memory" ] && [ -s "$nk_memory.slow" ] || return 0
  awk -v waiting="$nk_work/waiting" '
    FILENAME ~ /slow$/ { slow[$0] = 1; next }
    $0 in slow { print > waiting; next }
    { print }' "$nk_memory.slow" "$nk_work/walked" >"$nk_work/walked.first" || nk_no_notes
  # Where all are slow, none comes last.
  if [ -s "$nk_work/walked.first" ]; then mv "$nk_work/walked.first" "$nk_work/walked"; else true >"$nk_work/waiting"; fi || nk_no_notes
}

# nk_end_waiting: a pass over all of them, since one file may have names in several. What came of the others stays counted.
nk_end_waiting() {
  cat "$nk_work/compared" >>"$nk_work/before" && cat "$nk_work/waiting" >>"$nk_work/walked" && true >"$nk_work/waiting" || nk_no_notes
}

# nk_remember_slow: for the next night.
nk_remember_slow() {
  [ -n "$nk_memory" ] || return 0
  if [ -n "$nk_slow" ] || [ -s "$nk_memory.slow" ]; then { printf '%s' "$nk_slow" >"$nk_memory.slow"; } 2>/dev/null || :; fi
}

# nk_without ENTRY: takes it out of `walked`.
nk_without() {
  nk_out=$1 awk '$0 != ENVIRON["nk_out"]' "$nk_work/walked" >"$nk_work/walked.left" && mv "$nk_work/walked.left" "$nk_work/walked"
}
