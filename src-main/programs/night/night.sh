# shellcheck shell=sh
# The night of one host: reads backup.config, copies each entry to the server, has the night published, and mails the
# support address about what is wrong. Input: see night.ts. Events: `started`, `copying` and `progress` per entry, its
# `entry`, `publishing`, the record's `run`, `published`, `trashed`, `note`, and `mailed`.

nk_night_input() {
  case $1 in
    config) nk_config=$2 ;;
    host) nk_host=$2 ;;
    run) nk_run=$2 ;;
    date) nk_date=$2 ;;
    timeZone) nk_time_zone=$2 ;;
    offset) nk_offset_input "$2" ;;
    at) nk_at=$2 ;;
    nights) nk_nights=$2 ;;
    share) nk_share=$2 ;;
    support) nk_support=$2 ;;
    checksum) nk_checksum=--checksum ;;
    version) nk_version=$2 ;;
    note) nk_note=$2 ;;
    customer) nk_customer_rules=$nk_customer_rules$2$nk_newline ;;
    memory) nk_memory=$2 ;;
  esac
}

nk_cleanup() {
  trap - EXIT HUP INT TERM PIPE
  cd /
  exec 3>&- 4<&-
  [ -z "$nk_looking" ] || kill "$nk_looking" 2>/dev/null
  [ -z "${nk_session_pid-}" ] || wait "$nk_session_pid" 2>/dev/null
  rm -rf "$nk_work"
}

# nk_interrupted: TERM and its like. Whoever sends it ends this process group; the server's session ends with its input.
nk_interrupted() {
  trap '' HUP INT TERM PIPE
  nk_cleanup
  exit 1
}

# nk_name_run: the run's id, its date and its times.
nk_name_run() {
  [ -z "$nk_at" ] || nk_shift=$((nk_at - $(date +%s)))
  nk_time_after 0
  nk_started=$nk_time
  [ -n "$nk_date" ] || nk_date_in_zone "$nk_time_zone"
  [ -n "$nk_run" ] || {
    nk_compact=$(printf '%s' "$nk_started" | tr -d ':-')
    nk_run=$nk_compact-$(od -An -N3 -tx1 /dev/urandom | tr -d ' \n')
  }
}

nk_read_host_config() {
  if [ ! -f "$nk_prefix$nk_config" ] || [ ! -r "$nk_prefix$nk_config" ]; then
    nk_give_up not-found "$nk_config can't be read"
  fi
  : >"$nk_work/entries"
  nk_config_entry() {
    nk_encode "$2"
    # An entry that is named twice is copied once.
    grep -qxF -e "$nk_encoded" "$nk_work/entries" || printf '%s\n' "$nk_encoded" >>"$nk_work/entries" || nk_no_notes
  }
  nk_read_config "$nk_prefix$nk_config"
  [ -n "$nk_backupdir" ] || nk_give_up bad-input "$nk_config does not say backupdir=/PATH"
  [ -n "$nk_server" ] || nk_give_up bad-input "$nk_config does not say server=NAME"
  [ -s "$nk_work/entries" ] || nk_give_up bad-input "$nk_config names no entry"
}

# nk_prepare_calls: the files by which rsync and this program reach the server.
nk_prepare_calls() {
  nk_share_connection "$nk_work"
  nk_destination "$nk_server"
  # shellcheck disable=SC2016 # for the file
  nk_say_program "$nk_keeper" >"$nk_work/keeper" && printf '%s\n' "$nk_call" >"$nk_work/call" &&
    printf '%s' "$nk_boot" >"$nk_work/boot" && {
    printf 'nk_boot=$(cat "${0%%/*}/boot")\n' &&
      printf 'exec %s -o BatchMode=yes -o ServerAliveInterval=30 -o ServerAliveCountMax=10 %s %s "exec sh -c '\''$nk_boot'\''"\n' \
      "$nk_ssh_words" "$nk_ssh_shared" "$nk_destined"
  } >"$nk_work/ssh" || nk_no_notes
}

# nk_open_session: the keeper's session, spoken to on 3 and heard on 4.
nk_open_session() {
  mkfifo "$nk_work/to" "$nk_work/from" || nk_give_up program-failed 'no pipe could be made'
  sh "$nk_work/ssh" <"$nk_work/to" >"$nk_work/from" 2>"$nk_work/session-errors" &
  nk_session_pid=$!
  # mksh keeps a copy of the first descriptor that exec closes, for ever. The session ends with the end of 3: be it another.
  exec 9</dev/null
  exec 9<&-
  exec 3>"$nk_work/to" 4<"$nk_work/from"
  # Without the whole of it the server would wait for more, and this program for the server.
  cat "$nk_work/keeper" >&3 || exec 3>&-
  nk_say verb session backupdir "$nk_backupdir" host "$nk_host" server "$nk_server" run "$nk_run" date "$nk_date" \
    started "$nk_started" shift "$nk_shift" nights "$nk_nights" share "$nk_share" version "$nk_version" note "$nk_note"
  nk_hear ready
}

# nk_say KEY VALUE ...: one command to the session.
nk_say() {
  nk_words=
  while [ $# -ge 2 ]; do
    nk_encode "$2"
    nk_words="$nk_words$1 $nk_encoded$nk_newline"
    shift 2
  done
  # That the session is gone is what nk_hear will say; it must not end this program without a word.
  trap '' PIPE
  printf '%s.\n' "$nk_words" >&3 2>/dev/null || :
  trap nk_interrupted PIPE
}

nk_answer_field() {
  case $1 in
    code) nk_answer_code=$2 ;;
    message) nk_answer_message=$2 ;;
    features) nk_answer_features=$2 ;;
    base) nk_based=$2 ;;
    merged) nk_answer_merged=$2 ;;
    links) nk_links_matter=$2 ;;
    inPlace) nk_in_place=$2 ;;
    state) nk_answer_state=$2 ;;
    path) nk_answer_path=$2 ;;
    previousDate) nk_previous_date=$2 ;;
    since) nk_since=$2 ;;
    nights) nk_nights_long=$2 ;;
    goodDate) nk_good_date=$2 ;;
    leavesIn) nk_leaves_in=$2 ;;
  esac
}

# nk_hear EVENT: passes on what the session says, up to that event.
nk_hear() {
  while IFS= read -r nk_answer <&4; do
    nk_answer_code='' nk_answer_message='' nk_answer_state='' nk_answer_path='' nk_answer_features='' nk_answer_merged=
    nk_field() { nk_answer_field "$@"; }
    nk_read_event "$nk_answer"
    case $nk_event in
      error) nk_give_up "$nk_answer_code" "$nk_answer_message" ;;
      "$1")
        nk_ready_features=$nk_answer_features
        return 0
        ;;
      plain)
        # An entry that is not known to be plain is compared in full.
        printf '%s\n' "$nk_answer" >>"$nk_work/plain" || : >"$nk_work/plain"
        continue
        ;;
    esac
    printf '%s\n' "$nk_answer"
    nk_note_for_mail
  done
  # ssh ends its lines as a terminal wants them.
  nk_last_words=$(tail -n 1 "$nk_work/session-errors" | tr -d '\r')
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

# nk_remember: the date of a night that was published, for the message about one that is not.
nk_remember() {
  case $nk_run_state in good | warning) ;; *) return 0 ;; esac
  [ -z "$nk_memory" ] || { printf '%s\n' "$nk_date" >"$nk_memory"; } 2>/dev/null || :
}

# nk_give_up CODE MESSAGE: the end of a run that failed.
nk_give_up() {
  nk_mail_failed "$1" "$2"
  nk_fail "$1" "$2"
}

# nk_note_for_mail: what the session's last event says that the support address has to know.
nk_note_for_mail() {
  case $nk_event in
    entry) nk_note_entry "$nk_answer_path" "$nk_answer_state" "$nk_answer_message" ;;
    run) nk_run_state=$nk_answer_state ;;
  esac
}

# nk_is_covered PATH: true where an entry above it is copied with it. The entries are few, and are looked through.
nk_is_covered() {
  nk_outer=
  while IFS= read -r nk_other; do
    nk_decode "$nk_other"
    ! nk_why_not_a_path "$nk_decoded" || continue
    case $1 in "$nk_decoded"/*) nk_outer=$nk_decoded && return 0 ;; esac
  done <"$nk_work/entries"
  return 1
}

# nk_night_entry PATH: copies it, or says why not, and tells the session.
nk_night_entry() {
  nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0 nk_target='' nk_plain=
  if nk_why_not_a_path "$1"; then
    nk_state=failed nk_message=$nk_why nk_kind=directory
  elif nk_is_covered "$1"; then
    # Only looked for: the entry around it has what there is of it.
    if nk_find_entry "$1"; then nk_state=covered; fi
    nk_kind=covered
  elif nk_find_entry "$1"; then
    nk_emit copying path "$1" index "$nk_index" total "$nk_total"
    nk_copy_entry "$1" || nk_fail_session "$nk_broken_code" "$nk_broken"
  fi
  nk_say ask entry path "$1" kind "$nk_kind" state "$nk_state" message "$nk_message" target "$nk_target" \
    files "$nk_files" bytes "$nk_bytes" added "$nk_added" changed "$nk_changed" plain "$nk_plain"
  nk_hear 'done'
}

nk_config='' nk_host='' nk_run='' nk_date='' nk_time_zone='' nk_at='' nk_nights=7 nk_share=50 nk_support=''
nk_checksum='' nk_note='' nk_version='' nk_previous_date='' nk_run_state='' nk_trouble=0 nk_total=0
nk_looking='' nk_based='' nk_in_place='' nk_since='' nk_good_date='' nk_leaves_in='' nk_nights_long='' nk_memory=''
nk_input() { nk_night_input "$@"; }
nk_read_input
[ -n "$nk_host" ] || nk_host=$(hostname 2>/dev/null || uname -n)
nk_work_folder
: >"$nk_work/trouble"
: >"$nk_work/parents"
: >"$nk_work/plain"
trap nk_cleanup EXIT
trap nk_interrupted HUP INT TERM PIPE
nk_name_run
nk_read_host_config
nk_total=$(grep -c . "$nk_work/entries")
nk_emit started run "$nk_run" host "$nk_host" server "$nk_server" date "$nk_date" startedAt "$nk_started" entries "$nk_total"
nk_about_rsync=$(rsync --version 2>/dev/null) || nk_give_up missing-tool 'this host has no rsync'
nk_rsync_features "$nk_about_rsync" || nk_give_up missing-tool 'this host has an rsync that is not known here'
nk_fine_times=${nk_fine:+--modify-window=-1}
nk_prepare_calls
nk_open_session
nk_common_features "$nk_features" "$nk_ready_features"
nk_emit session

nk_index=0
while IFS= read -r nk_listed <&5; do
  nk_index=$((nk_index + 1))
  nk_decode "$nk_listed"
  nk_night_entry "$nk_decoded"
done 5<"$nk_work/entries"
nk_copy_parents
cd /
nk_time_after 0
nk_say ask publish finished "$nk_time"
nk_hear 'done'
nk_remember
nk_say ask end
nk_hear 'done'
nk_mail_night "$nk_run_state"
