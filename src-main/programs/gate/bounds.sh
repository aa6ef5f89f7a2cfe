# shellcheck shell=sh
# What a host may not decide by itself: where its nights lie, how many are kept, what time it is, how often it comes.

nk_callers_most=12

nk_guard_input() {
  nk_gate_asked="verb $nk_verb"
  case $nk_verb in
    session | receive | fetch)
      nk_gate_asked="$nk_gate_asked backupdir $nk_backupdir"
      [ -n "$nk_gate_backupdir" ] || nk_refuse 'this key has no nights on this server'
      [ "$nk_backupdir" = "$nk_gate_backupdir" ] || nk_refuse "this key is for $nk_gate_backupdir only"
      nk_check_in
      ;;
    scripts)
      nk_gate_asked="$nk_gate_asked path $nk_path"
      [ -n "$nk_gate_repository" ] || nk_refuse 'this key has no scripts on this server'
      [ "$nk_path" = "$nk_gate_repository" ] || nk_refuse "this key is for the scripts in $nk_gate_repository only"
      ;;
    *) nk_gate_asked="$nk_gate_asked $nk_path" ;;
  esac
  nk_gate_claimed=$nk_date
  nk_host=$nk_gate_host nk_nights=$nk_gate_nights nk_share=$nk_gate_share nk_shift=0
  nk_time_after 0
  nk_started=$nk_time
  nk_gate_started=$nk_started
  for nk_variable in server version; do nk_cut_variable "$nk_variable"; done
  nk_watch "$nk_gate_longest"
}

# nk_cut_variable NAME: one of three, which stand in a record for ever.
nk_cut_variable() {
  case $1 in
    server) nk_cut "$nk_server" 200 && nk_server=$nk_cut_text ;;
    version) nk_cut "$nk_version" 200 && nk_version=$nk_cut_text ;;
    message) nk_cut "$nk_message" 1000 && nk_message=$nk_cut_text ;;
  esac
}

# nk_check_in: bounds how many processes a host keeps here at a time.
nk_check_in() {
  nk_callers=$nk_prefix$nk_gate_backupdir/.nightkeep/callers
  [ -d "${nk_callers%/*}" ] || return 0
  mkdir -p "$nk_callers" && nk_process_began $$ && true >"$nk_callers/$$-$nk_began" || return 0
  nk_count=0
  for nk_caller in "$nk_callers"/*-*; do
    if nk_receiver_lives "${nk_caller##*/}"; then nk_count=$((nk_count + 1)); else rm -f "$nk_caller"; fi
  done
  [ $nk_count -le $nk_callers_most ] || nk_refuse "$nk_count calls of this host are under way"
}

# nk_guard_session: under the lock, after what a dead run left was put right.
nk_guard_session() {
  nk_gate_asked="verb session run $nk_run date $nk_gate_claimed"
  nk_watch "$nk_gate_longest" "$nk_gate_idle"
  nk_check_run_id
  nk_take_date
  nk_check_count
  nk_check_trash
}

# nk_days: yesterday, today and tomorrow by the server's clock in UTC, as YYYY-MM-DD, into $nk_yesterday and so on.
nk_days() {
  nk_time_after -86400 && nk_yesterday=${nk_time%%T*}
  nk_time_after 86400 && nk_tomorrow=${nk_time%%T*}
  nk_time_after 0 && nk_today=${nk_time%%T*}
}

# nk_check_run_id: runs sort by their ids, which begin with their time.
nk_check_run_id() {
  nk_days
  nk_run_day=${nk_run%%T*}
  case $nk_run in
    [0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z-*) ;;
    *) nk_fail bad-input "a run can't be called $nk_run" ;;
  esac
  for nk_day in "$nk_yesterday" "$nk_today" "$nk_tomorrow"; do
    nk_replace "$nk_day" - ''
    [ "$nk_replaced" != "$nk_run_day" ] || return 0
  done
  nk_fail bad-input "the run $nk_run is not of today: the host's clock is wrong"
}

# nk_take_date: the night's date is the server's own, and never before that of the newest night. A host that could
# choose it would push out seven good nights in an hour.
nk_take_date() {
  nk_date=$(TZ=$nk_gate_time_zone date +%Y-%m-%d)
  case $nk_gate_claimed in
    '' | "$nk_yesterday" | "$nk_today" | "$nk_tomorrow") ;;
    *) nk_note_refusal "the host dates this night $nk_gate_claimed; it is of $nk_date" ;;
  esac
  nk_same_date=0
  nk_newest=
  nk_list_nights
  for nk_counted in $nk_nights_there; do
    [ -f "./$nk_counted/.nightkeep-record" ] || continue
    nk_night "$nk_counted"
    nk_is_between "$nk_night_date" "${nk_newest:-0}" "$nk_tomorrow" || continue
    nk_newest=$nk_night_date
  done
  if nk_is_between "$nk_newest" "$nk_date" "$nk_tomorrow"; then nk_date=$nk_newest; fi
  nk_gate_date=$nk_date
}

# nk_is_between DATE FROM TO: DATE is one, and stands between the others. Without their strokes they are numbers.
nk_is_between() {
  case $1 in [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;; *) return 1 ;; esac
  nk_replace "$1 $2 $3" - ''
  # shellcheck disable=SC2086 # three numbers, to be split
  set -- $nk_replaced
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# nk_check_count: each night takes folders, and each run a record, however little it brings.
nk_check_count() {
  nk_count=0
  for nk_counted in $nk_nights_there; do
    [ -f "./$nk_counted/.nightkeep-record" ] || continue
    nk_night "$nk_counted"
    [ "$nk_night_date" != "$nk_date" ] || nk_count=$((nk_count + 1))
  done
  [ $nk_count -lt "$nk_gate_runs" ] || nk_fail conflict "there is a night of $nk_date, and no more than $nk_gate_runs a date are taken"
  nk_count=0
  for nk_ran in .nightkeep/runs/"$nk_run_day"T*; do
    [ ! -e "$nk_ran" ] || nk_count=$((nk_count + 1))
  done
  [ $nk_count -lt $((nk_gate_runs * 4)) ] || nk_fail conflict "there were $nk_count runs on that day, and no more are taken"
}

# nk_check_trash: what a host throws away, it waits for.
nk_check_trash() {
  nk_count=0
  for nk_in_trash in .nightkeep/trash/*; do
    [ ! -e "$nk_in_trash" ] || nk_count=$((nk_count + 1))
  done
  [ $nk_count -lt 20 ] || (nk_empty_trash)
}

# nk_guard_command: what a run said last, for the watcher. When it ended is for the server to say.
nk_guard_command() {
  nk_finished='' nk_started=$nk_gate_started nk_date=$nk_gate_date
  nk_cut_variable message
  nk_gate_asked="session $nk_ask $nk_path"
  nk_heard=$((${nk_heard:-0} + 1))
  { printf '%s\n' "$nk_heard" >.nightkeep/lock/heard; } 2>/dev/null || :
}

# nk_guard_fetch: a host gets the tarballs of holds that were made for it.
nk_guard_fetch() {
  nk_gate_asked="verb fetch hold $nk_hold name $nk_name"
  nk_hold_host='' nk_hold_line=
  { IFS= read -r nk_hold_line <./hold; } 2>/dev/null || :
  nk_field() { [ "$1" != host ] || nk_hold_host=$2; }
  nk_read_event "$nk_hold_line"
  [ "$nk_hold_host" = "$nk_gate_host" ] || nk_refuse "the hold $nk_hold was not made for this host"
  grep -q "^tarball${nk_tab}name=$nk_name$nk_tab" ./hold || nk_refuse "the hold $nk_hold has no tarball $nk_name"
}
