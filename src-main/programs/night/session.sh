# shellcheck shell=sh
# Runs on the host: speaks with the keeper's session on the server, which lives as long as the run.

# nk_open_session: spoken to on 3 and heard on 4.
nk_open_session() {
  mkfifo "$nk_work/to" "$nk_work/from" || nk_give_up program-failed 'no pipe could be made'
  nk_prepare_view
  nk_run_session <"$nk_work/to" >"$nk_work/from" 2>"$nk_work/session-errors" &
  nk_session_pid=$!
  # mksh keeps a copy of the first descriptor that exec closes, for ever. The session ends with the end of 3: be it another.
  exec 9</dev/null
  exec 9<&-
  exec 3>"$nk_work/to" 4<"$nk_work/from"
  # Without the whole of it the server would wait for more, and this program for the server.
  cat "$nk_work/keeper" >&3 || exec 3>&-
  nk_recall_mark "$nk_mark_file" "$nk_server" "$nk_backupdir"
  nk_say verb session backupdir "$nk_backupdir" host "$nk_host" server "$nk_server" run "$nk_run" date "$nk_date" \
    mark "$nk_told_mark" mark "$nk_expected_mark" started "$nk_started" shift "$nk_shift" nights "$nk_nights" share "$nk_share" version "$nk_version" note "$nk_note"
  nk_noise='' nk_noise_lines=0
  nk_hear ready
  [ $nk_noise_lines = 0 ] || nk_fail_session program-failed "the login on $nk_server prints lines (\"$nk_noise\"), which spoil what rsync says: see to it that the start files of that account there, such as .bashrc or .cshrc, print nothing where there is no terminal"
  nk_remember_mark "$nk_mark_file" "$nk_server" "$nk_backupdir" "$nk_ready_mark"
}

# nk_say KEY VALUE ...: one command to the session.
nk_say() {
  nk_said_lines=
  while [ $# -ge 2 ]; do
    nk_encode "$2"
    nk_said_lines="$nk_said_lines$1 $nk_encoded$nk_newline"
    shift 2
  done
  # That the session is gone is what nk_hear will say; it must not end this program without a word.
  trap '' PIPE
  printf '%s.\n' "$nk_said_lines" >&3 2>/dev/null || :
  trap nk_interrupted PIPE
}

# nk_send_list WORD FILE: a command with a list, of as many bytes as it says before.
nk_send_list() {
  nk_list_bytes=0
  [ ! -s "$2" ] || nk_list_bytes=$(wc -c <"$2") || nk_no_notes
  nk_say ask "$1" bytes "$((nk_list_bytes))"
  trap '' PIPE
  # Without the whole of it the server would wait for more, and this program for the server.
  [ ! -s "$2" ] || cat "$2" >&3 2>/dev/null || exec 3>&-
  trap nk_interrupted PIPE
  nk_hear 'done'
}

# nk_say_parts: what of an entry is counted by itself: by the fleet's patterns, and what is mounted below it.
nk_say_parts() {
  [ -n "$nk_customer_rules" ] || [ -s "$nk_work/mounts" ] || return 0
  {
    printf '%s' "$nk_customer_rules" | sed "s/^/customer$nk_tab/"
    sed "s/^/mount$nk_tab/" "$nk_work/mounts"
  } >"$nk_work/parts" || nk_no_notes
  nk_send_list parts "$nk_work/parts"
}

# nk_hear_list FILE: the lines of an answer that begin with `=`, without that.
nk_hear_list() {
  nk_heard_into=$1
  nk_hear 'done'
  nk_heard_into=
}

nk_answer_field() {
  case $1 in
    code) nk_answer_code=$2 ;;
    message) nk_answer_message=$2 ;;
    features) nk_answer_features=$2 ;;
    rsync) nk_answer_rsync=$2 ;;
    joined) nk_base_joined=$2 ;;
    full) nk_answer_full=$2 ;;
    whole) nk_ready_whole=$2 ;;
    clock) nk_ready_clock=$2 ;;
    mark) nk_ready_mark=$2 ;;
    state) nk_answer_state=$2 ;;
    path) nk_answer_path=$2 ;;
    previousDate) nk_previous_date=$2 ;;
    since) nk_since=$2 ;;
    nights) nk_nights_long=$2 ;;
    goodDate) nk_good_date=$2 ;;
    leavesIn) nk_leaves_in=$2 ;;
  esac
}

# nk_take_noise: what the login on the server prints comes before all that the session says, and may end in the middle of
# a line. True where $nk_answer is nothing else. These are all the events that a session has before it is ready.
nk_take_noise() {
  case $nk_answer in
    *ready"$nk_tab"mark=*) nk_begins=ready ;;
    *error"$nk_tab"code=*"$nk_tab"message=*) nk_begins=error ;;
    *stale-lock"$nk_tab"message=*) nk_begins=stale-lock ;;
    *recovered"$nk_tab"run=*) nk_begins=recovered ;;
    *set-aside"$nk_tab"run=*) nk_begins=set-aside ;;
    *plain"$nk_tab"path=*) nk_begins=plain ;;
    *) nk_begins= ;;
  esac
  nk_printed=$nk_answer
  if [ -n "$nk_begins" ]; then
    nk_printed=${nk_answer%%"$nk_begins$nk_tab"*}
    nk_answer=${nk_answer#"$nk_printed"}
    [ -n "$nk_printed" ] || return 1
  fi
  nk_noise_lines=$((nk_noise_lines + 1))
  [ $nk_noise_lines -gt 3 ] || nk_noise="$nk_noise${nk_noise:+; }$(printf '%.200s' "$nk_printed" | tr -d '\000-\037\177')"
  [ $nk_noise_lines -le 10000 ] || nk_give_up program-failed "the login on $nk_server prints lines without end: $nk_noise"
  [ -z "$nk_begins" ]
}

# nk_hear EVENT: passes on what the session says, up to that event.
nk_hear() {
  nk_answer_full=
  while IFS= read -r nk_answer <&4; do
    if [ "$1" = ready ] && nk_take_noise; then continue; fi
    case $nk_answer in
      =*)
        printf '%s\n' "${nk_answer#=}" >>"${nk_heard_into:-/dev/null}" || nk_no_notes
        continue
        ;;
    esac
    nk_answer_code='' nk_answer_message='' nk_answer_state='' nk_answer_path='' nk_answer_features='' nk_answer_rsync=
    nk_field() { nk_answer_field "$@"; }
    nk_read_event "$nk_answer"
    case $nk_event in
      error) nk_give_up "$nk_answer_code" "$nk_answer_message" ;;
      "$1")
        nk_ready_features=$nk_answer_features nk_ready_rsync=$nk_answer_rsync
        return 0
        ;;
      plain)
        # An entry that is not known to be plain is compared in full.
        printf '%s\n' "${nk_answer#*=}" >>"$nk_work/plain" || true >"$nk_work/plain"
        continue
        ;;
    esac
    printf '%s\n' "$nk_answer"
    nk_note_for_mail
  done
  # ssh ends its lines as a terminal wants them.
  nk_last_words=$(tail -n 1 "$nk_work/session-errors" | tr -d '\r')
  [ -n "$nk_last_words" ] || nk_last_words=$nk_noise
  nk_give_up unreachable "the connection to $nk_server broke${nk_last_words:+: $nk_last_words}"
}

# nk_fail_session CODE MESSAGE: the run has failed; the server is told, so that staff see it there too.
nk_fail_session() {
  nk_say ask fail message "$2"
  nk_hear 'done'
  nk_give_up "$1" "$2"
}

# nk_no_notes: what this program notes for itself could not be written. Nothing that is read from such a note is right.
nk_no_notes() {
  set -- no-space "this host has no room in ${nk_work%/*} for the notes of its night"
  [ -z "${nk_session_pid-}" ] || nk_fail_session "$@"
  nk_give_up "$@"
}

# nk_note_for_mail: what the session's last event says that the support address has to know.
nk_note_for_mail() {
  case $nk_event in
    entry) nk_note_entry "$nk_answer_path" "$nk_answer_state" "$nk_answer_message" ;;
    run) nk_run_state=$nk_answer_state ;;
  esac
}
