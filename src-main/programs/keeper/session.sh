# shellcheck shell=sh
# `verb session`: the dialogue of one run. It lives as long as the run and holds the lock. Commands come as inputs, each
# `ask WORD`, its fields and a line `.`; each is answered by events, the last of which is `done`.

# shellcheck disable=SC2034 # read by the other parts
nk_scratch=.nightkeep/lock

nk_session_end() {
  trap - EXIT HUP INT TERM PIPE
  cd "$nk_top" || exit 1
  nk_end_receivers
  nk_unlock
  [ -z "${nk_session_done-}" ] || nk_tidy_up_behind
}

nk_session() {
  nk_is_id "$nk_run" || nk_fail bad-input 'the run has no proper id'
  nk_enter_backupdir "$nk_backupdir"
  mkdir -p .nightkeep/runs .nightkeep/trash .nightkeep/holds .nightkeep/partial .nightkeep/receivers .nightkeep/arrived ||
    nk_cannot permission-denied "$nk_backupdir can't be written to"
  nk_lock run "$nk_run" "$nk_started"
  trap nk_session_end EXIT
  trap 'exit 1' HUP INT TERM PIPE
  # Closed first, should a session have died that was open.
  nk_end_receivers || nk_fail program-failed 'what another run receives could not be ended'
  { printf '%s\n' "$nk_run" >"$nk_scratch"/run; } 2>/dev/null || nk_cannot program-failed 'the run could not be noted'
  nk_recover
  [ ! -e ".nightkeep/runs/$nk_run" ] || nk_fail conflict "the run $nk_run is over"
  nk_guard_session
  # Its name first: what is received is set aside under the name of the run that received it.
  {
    printf '%s\n' "$nk_run" >.nightkeep/incoming.run && nk_make_incoming &&
      true >.nightkeep/incoming/.nightkeep-links && true >"$nk_scratch"/entries
  } 2>/dev/null || nk_cannot program-failed 'the folder of the new night could not be made'
  nk_list_previous
  nk_tools
  nk_open_base
  nk_list_plain
  nk_reopen
  cat "$nk_scratch/plain"
  nk_emit ready inPlace "$(! nk_in_place || echo yes)" base "$nk_based" previous "$nk_previous_run" previousDate "$nk_previous_date" rsync "$nk_rsync_version" features "$nk_features" links "$(nk_links_matter)"
  nk_dies_at ready
  nk_ask=
  nk_run_over=
  while [ "$nk_ask" != end ]; do
    nk_next_command
    nk_end_receivers || nk_fail program-failed 'what this run receives could not be ended'
    [ -z "$nk_run_over" ] || [ "$nk_ask" = end ] || nk_fail bad-input 'the run is over'
    [ "$nk_ask" = merge ] || nk_take_arrivals 'file again parents' ||
      nk_cannot program-failed 'what was received could not be put in its place'
    case $nk_ask in
      merge) nk_take_merge ;;
      entry) nk_take_entry ;;
      publish)
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
    [ -n "$nk_run_over" ] || nk_reopen
    nk_emit 'done' ${nk_merged:+merged yes}
  done
}

# nk_reopen: the next entry may be received.
nk_reopen() {
  { true >"$nk_scratch"/open; } 2>/dev/null || nk_cannot program-failed 'the run could not be opened'
}

nk_command_input() {
  case $1 in
    ask) nk_ask=$2 ;;
    path) nk_path=$2 ;;
    kind) nk_kind=$2 ;;
    state) nk_state=$2 ;;
    message) nk_message=$2 ;;
    target) nk_target=$2 ;;
    files) nk_files=$2 ;;
    bytes) nk_bytes=$2 ;;
    added) nk_added=$2 ;;
    changed) nk_changed=$2 ;;
    plain) nk_plain=$2 ;;
    finished) nk_finished=$2 ;;
  esac
}

nk_next_command() {
  nk_ask='' nk_path='' nk_kind=directory nk_state='' nk_message='' nk_target='' nk_finished='' nk_merged='' nk_plain=
  nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0
  nk_input() { nk_command_input "$@"; }
  nk_read_input
  nk_guard_command
  for nk_figure in "$nk_files" "$nk_bytes" "$nk_added" "$nk_changed"; do
    case $nk_figure in '' | *[!0-9]*) nk_fail bad-input 'a count is not a number' ;; esac
  done
}

# nk_links_matter: `yes` where a received entry could join what the source did not (see links.sh).
nk_links_matter() {
  nk_matter=no
  if [ -e "$nk_scratch"/resumed ]; then nk_matter=yes; fi
  if [ -d ./0 ] && [ ! -f ./0/.nightkeep-links ]; then nk_matter=yes; fi
  if grep -q "${nk_tab}also=" "$nk_scratch/previous"; then nk_matter=yes; fi
  if grep -q '^=' ./0/.nightkeep-links "$nk_scratch/base-links" 2>/dev/null; then nk_matter=yes; fi
  if [ -n "$nk_based" ] && [ ! -f "$nk_scratch/base-links" ]; then nk_matter=yes; fi
  for nk_partial in .nightkeep/partial/*; do
    if [ -d "$nk_partial" ]; then nk_matter=yes; fi
  done
  printf '%s\n' "$nk_matter"
}

# nk_tools: which rsync this server has and what it can do.
nk_tools() {
  nk_rsync_version='' nk_features=
  nk_about_rsync=$(rsync --version 2>/dev/null) || nk_fail missing-tool 'the server has no rsync'
  nk_rsync_features "$nk_about_rsync"
  nk_fine_times=${nk_fine:+--modify-window=-1} nk_insecure=
  # From 3.5 on: what is linked against below may be reached by its path at once. For trees of the server's own only.
  case $(rsync --help 2>/dev/null) in *--insecure-links*) nk_insecure=--insecure-links ;; esac
}

# nk_list_previous: per entry the counts of the night before and of the last good night, for the guards.
nk_list_previous() {
  nk_previous_run='' nk_previous_date=
  if [ -d ./0 ]; then
    nk_night 0
    nk_previous_run=$nk_night_run
    case $nk_night_date in old-*) ;; *) nk_previous_date=$nk_night_date ;; esac
  fi
  set --
  nk_list_nights
  for nk_index in $nk_nights_there; do
    [ ! -f "./$nk_index/.nightkeep-record" ] || set -- "$@" "./$nk_index/.nightkeep-record"
  done
  : >"$nk_scratch"/previous
  [ $# -gt 0 ] || return 0
  awk -F "$nk_tab" '
    function value(key,  i) {
      for (i = 2; i <= NF; i++) if (index($i, key "=") == 1) return substr($i, length(key) + 2)
      return ""
    }
    $1 == "run" { run = value("id"); date = value("date"); nights++; if (date != last) { dates++; last = date } }
    $1 == "entry" {
      path = value("path"); state = value("state")
      if (!(path in seen)) {
        seen[path] = nights
        if (nights == 1 && state == "collapsed") fell[path] = 1
        if (nights == 1) before[path] = "run=" (value("sameAs") != "" ? value("sameAs") : run) "\tfiles=" value("files") "\tbytes=" value("bytes") "\tplain=" value("plain")
      }
      if (path in good) next
      if (state == "good") {
        # What is there again after it was gone is linked against the night that had it.
        if (path in fell) { split(FILENAME, part, "/"); also[path] = "\talso=" part[2] }
        good[path] = "goodRun=" run "\tgoodFiles=" value("files") "\tgoodBytes=" value("bytes") "\tgoodDate=" date "\tgoodAge=" dates
      } else if (state != "covered") {
        since[path] = "since=" date "\tbadNights=" dates
      }
    }
    END { for (path in seen) print "previous\tpath=" path "\t" before[path] "\t" good[path] "\t" since[path] also[path] }
  ' "$@" >"$nk_scratch"/previous || nk_cannot program-failed 'the counts of the nights before could not be noted'
}
