# shellcheck shell=sh
# Runs on the server: `verb session`, the dialogue of one run. It lives as long as the run and holds the lock. Commands
# come as inputs, each `ask WORD`, its fields and a line `.`, some with a list behind them; each is answered by events,
# the last of which is `done`, and the host says nothing more before that:
#   troubled with the entries that the host can't copy, for which the last night stands in
#   parts    with what of the entries is counted by itself: patterns of customers, and mounts
#   links    answered by the names that may be joined in the base, a line `=NAME// => OTHER` each
#   joined   with those that are joined now
#   leaving  with the names that leave the base
#   merge    what was received takes its place there
#   room     whether the disk is full
#   note     what the record is to say; with `warns`, the night is a warning; with `date` and `started`, it is of that time
#   entries  with what became of each; makes the record
#   publish  the base becomes the newest night
#   fail     the run is over without one
#   end

# shellcheck disable=SC2034 # read by the other parts
nk_scratch=.nightkeep/lock

nk_session_end() {
  trap - EXIT HUP INT TERM PIPE
  cd "$nk_top" || exit 1
  ! nk_end_receivers || nk_forget_receivers
  nk_unlock
  [ -z "${nk_session_done-}" ] || nk_tidy_up_behind
}

nk_session() {
  nk_is_id "$nk_run" || nk_fail bad-input 'the run has no proper id'
  nk_identity_before "$nk_backupdir" "$nk_marks"
  nk_enter_backupdir "$nk_backupdir"
  nk_identity_require "$nk_backupdir" "$nk_host" "$nk_marks" "$nk_started"
  mkdir -p .nightkeep/runs .nightkeep/trash .nightkeep/holds .nightkeep/receivers .nightkeep/changes ||
    nk_cannot "$nk_backupdir can't be written to" permission-denied
  nk_lock run "$nk_run" "$nk_started"
  trap nk_session_end EXIT
  trap 'exit 1' HUP INT TERM PIPE
  # Closed first, should a session have died that was open.
  nk_end_receivers || nk_fail program-failed 'what another run receives could not be ended'
  { printf '%s\n' "$nk_run" >"$nk_scratch"/run && true >"$nk_scratch"/entries && true >"$nk_scratch"/parts; } 2>/dev/null ||
    nk_cannot 'the run could not be noted'
  nk_recover
  [ ! -e ".nightkeep/runs/$nk_run" ] || nk_fail conflict "the run $nk_run is over"
  nk_guard_session
  nk_list_previous
  nk_tools
  nk_open_base
  nk_reopen
  nk_joined=
  [ ! -s .nightkeep/base-links ] || nk_joined=yes
  nk_emit ready mark "$nk_mark_id" joined "$nk_joined" previous "$nk_previous_run" previousDate "$nk_previous_date" \
    rsync "$nk_rsync_version" features "R$nk_features" whole "$nk_whole" clock "$(date +%s)"
  nk_dies_at ready
  nk_run_over='' nk_judged='' nk_ask=
  while [ "$nk_ask" != end ]; do
    nk_next_command
    nk_end_receivers || nk_fail program-failed 'what this run receives could not be ended'
    [ -z "$nk_run_over" ] || [ "$nk_ask" = end ] || nk_fail bad-input 'the run is over'
    nk_answer
    [ -n "$nk_run_over" ] || nk_reopen
  done
}

nk_answer() {
  nk_full=
  case $nk_ask in
    troubled) nk_take_troubled ;;
    parts) nk_take_parts ;;
    links) sed 's/^/=/' .nightkeep/base-links ;;
    joined) nk_take_joined ;;
    leaving) nk_take_leaving ;;
    merge) nk_merge ;;
    room) nk_has_room || nk_full=yes ;;
    note) nk_note=$nk_message ;;
    entries) nk_take_entries ;;
    publish)
      [ -n "$nk_judged" ] || nk_fail bad-input 'nothing was told of the entries'
      nk_run_over=1
      nk_finish_run
      ;;
    fail)
      nk_run_over=1
      nk_fail_run
      ;;
    end) ;;
    *) nk_fail bad-input "a session has no command $nk_ask" ;;
  esac
  nk_emit 'done' ${nk_full:+full yes}
}

# nk_reopen: the run may receive again.
nk_reopen() {
  { printf 'yes\n' >"$nk_scratch"/open; } 2>/dev/null || nk_cannot 'the run could not be opened'
}

nk_command_input() {
  case $1 in
    ask) nk_ask=$2 ;;
    bytes) nk_bytes=$2 ;;
    message) nk_message=$2 ;;
    finished) nk_finished=$2 ;;
    follows) ! nk_is_id "$2" || nk_follows=$2 ;;
    warns) nk_warns=$2 ;;
    skew) nk_skew=$2 ;;
    date) nk_date=$2 ;;
    started) nk_started=$2 ;;
  esac
}

nk_next_command() {
  nk_ask='' nk_message='' nk_finished='' nk_follows='' nk_bytes=0
  nk_input() { nk_command_input "$@"; }
  nk_read_input
  nk_guard_command
  nk_is_number "$nk_bytes" && nk_is_number "${nk_skew#-}" || nk_fail bad-input 'a length is not a number'
  [ ${#nk_message} -le 4096 ] || nk_message=$(printf '%.4096s' "$nk_message")
}

# nk_tools: which rsync this server has and what it can do. A disk that keeps whole seconds only, as ext3 may, has no file as
# it is on the host to the nanosecond: then times are compared by the second.
nk_tools() {
  nk_rsync_version='' nk_features='' nk_whole=
  nk_about_rsync=$(rsync --version 2>/dev/null) || nk_fail missing-tool 'the server has no rsync'
  nk_rsync_features "$nk_about_rsync"
  nk_keeps_fractions "$nk_scratch/times"
  [ $? != 1 ] || nk_fine='' nk_whole=yes
  nk_fine_times=${nk_fine:+--modify-window=-1}
  # What is linked against below may be reached by its path at once. For trees of the server's own only.
  nk_insecure=${nk_holds:+--insecure-links}
}
