# shellcheck shell=sh
# Runs on the host, as cron or the app starts it: the night of one host. Reads backup.config, judges its entries, brings
# the server's base to what they are, has the night published, and mails the support address about what is wrong.
# Input: see night.ts. Events: `started`, `session`, `comparing`, `sending` and `progress`, an `entry` for each,
# `publishing`, the record's `run`, `published`, `trashed`, `note`, and `mailed`.

nk_night_input() {
  case $1 in
    config) nk_config=$2 ;;
    host) nk_host=$2 ;;
    run) nk_run=$2 ;;
    date) nk_date=$2 ;;
    timeZone) nk_time_zone=$2 ;;
    offset) nk_offset_input "$2" ;;
    at) nk_at=$2 ;;
    limit) nk_limit=$2 ;;
    nights) nk_nights=$2 ;;
    share) nk_share=$2 ;;
    support) nk_support=$2 ;;
    checksum) nk_checksum=--checksum ;;
    version) nk_version=$2 ;;
    note) nk_note=$2 ;;
    customer) nk_customer_rules=$nk_customer_rules$2$nk_newline ;;
    memory) nk_memory=$2 ;;
    mark) nk_told_mark=$2 ;;
    markFile) nk_mark_file=$2 ;;
  esac
}

# nk_name_run: the run's id, its date and its times.
nk_name_run() {
  [ -z "$nk_at" ] || nk_shift=$((nk_at - $(date +%s)))
  nk_time_after 0
  nk_started=$nk_time
  nk_date_stated=$nk_date
  [ -n "$nk_date" ] || nk_date_in_zone "$nk_time_zone"
  [ -n "$nk_run" ] || {
    nk_replace "$nk_started" - ''
    nk_replace "$nk_replaced" : ''
    nk_compact=$nk_replaced
    nk_replace "$(od -An -N3 -tx1 /dev/urandom)" ' ' ''
    nk_run=$nk_compact-$nk_replaced
  }
}

nk_read_host_config() {
  if [ ! -f "$nk_prefix$nk_config" ] || [ ! -r "$nk_prefix$nk_config" ]; then
    nk_give_up not-found "$nk_config can't be read"
  fi
  true >"$nk_work/entries"
  nk_config_entry() {
    nk_encode "$2"
    printf '%s\n' "$nk_encoded" >>"$nk_work/entries" || nk_no_notes
  }
  nk_read_config "$nk_prefix$nk_config"
  [ -n "$nk_backupdir" ] || nk_give_up bad-input "$nk_config does not say backupdir=/PATH"
  [ -n "$nk_server" ] || nk_give_up bad-input "$nk_config does not say server=NAME"
  [ -s "$nk_work/entries" ] || nk_give_up bad-input "$nk_config names no entry"
}

# nk_is_new_enough: false for an rsync of which it was not shown that nights are right with it, with words in $nk_too_old.
nk_is_new_enough() {
  nk_too_old="rsync $nk_rsync_version, which is too old: 3.0.9 is the least that works"
  case $nk_rsync_version in [0-2].* | 3.0 | 3.0.[0-8]) return 1 ;; esac
}

# nk_read_rsync: what this host's rsync can do.
nk_read_rsync() {
  nk_about_rsync=$(rsync --version 2>/dev/null) || nk_give_up missing-tool 'this host has no rsync'
  nk_rsync_features "$nk_about_rsync" || nk_give_up missing-tool 'this host has an rsync that is not known here'
  nk_is_new_enough || nk_give_up missing-tool "$nk_host has $nk_too_old"
  nk_fine_here=$nk_fine nk_holds_here=$nk_holds nk_rsync_here=$nk_rsync_version nk_by_line=--outbuf=L
  # It came with 3.1.0.
  case $nk_rsync_version in [0-2].* | 3.0.*) nk_by_line= ;; esac
}

# nk_agree: what both rsyncs can do. Times are compared to the nanosecond only where both know that, and the server's disk
# keeps them so.
nk_agree() {
  # An older gate takes no names, and an rsync before 3.1.0 can't pass over one that is gone.
  case $nk_by_line$nk_ready_features in --*R*) nk_takes_names=yes ;; *) nk_takes_names= ;; esac
  nk_common_features "$nk_features" "$nk_ready_features"
  nk_agreed=$nk_features
  nk_rsync_features "rsync  version $nk_ready_rsync" || :
  nk_is_new_enough || nk_fail_session missing-tool "$nk_server has $nk_too_old"
  nk_fine_times=
  [ -z "$nk_fine_here" ] || [ -z "$nk_fine" ] || [ -n "$nk_ready_whole" ] || nk_fine_times=--modify-window=-1
  nk_features=$nk_agreed
}

# nk_remember: the date of a night that was published, for the message about one that is not.
nk_remember() {
  nk_remember_slow
  case $nk_run_state in good | warning) ;; *) return 0 ;; esac
  [ -z "$nk_memory" ] || { printf '%s\n' "$nk_date" >"$nk_memory"; } 2>/dev/null || :
}

# nk_list_troubled: the entries that are told of already, which the server carries on: rsync leaves them alone.
nk_list_troubled() {
  awk -F "$nk_tab" '/^entry\t/ && !/\tkind=covered\t/ { path = substr($2, 6); if (path ~ /^\/./ && (path "/") !~ /\/\.\.?\//) print path }' \
    "$nk_work/told" >"$nk_work/troubled" || nk_no_notes
}

# nk_tell_compared: what came of the entries that were compared, with what could not be read or put there of each.
nk_tell_compared() {
  [ -e "$nk_work/plain-now" ] || true >"$nk_work/plain-now"
  awk -F "$nk_tab" -v tab="$nk_tab" "$nk_awk_names"'
    FILENAME ~ /plain-now$/ { plain[$0] = 1; next }
    FILENAME ~ /words$/ { words[++lines] = $0; next }
    FILENAME ~ /before$/ { sooner[$1] += $2; changed_sooner[$1] += $3; next }
    # One that was compared twice counts as it was compared last.
    { if (!($1 in added)) path[++entries] = $1; added[$1] = $2; changed[$1] = $3; named[as_rsync(substr($1, 2))] = $1 }
    END {
      for (line = 1; line <= lines; line++) {
        at = index(words[line], tab)
        name = substr(words[line], 1, at - 1)
        said = substr(words[line], at + 1)
        for (of = ""; name != ""; name = above(name)) if (name in named) { of = named[name]; break }
        # Whose it is can not be told: it may be any of them.
        if (of != "") blame(of, said); else for (entry = 1; entry <= entries; entry++) blame(path[entry], said)
      }
      for (entry = 1; entry <= entries; entry++) {
        of = path[entry]
        message = ""
        if (of in told) {
          message = "not all of it could be copied: " told[of]
          if (count[of] > 3) message = message "; and " count[of] - 3 " more"
        }
        printf "entry\tpath=%s\tstate=good\tadded=%d\tchanged=%d%s%s\n", of, added[of] + sooner[of], changed[of] + changed_sooner[of], \
          (of in plain) ? "\tplain=yes" : "", message == "" ? "" : "\tmessage=" wire(substr(message, 1, 2000))
      }
    }
    function blame(of, said) {
      if ((of tab said) in known) return
      known[of tab said] = 1
      if (++count[of] <= 3) told[of] = told[of] (count[of] > 1 ? "; " : "") said
    }
    function wire(text,  out, at) {
      while ((at = index(text, "\\")) > 0) { out = out substr(text, 1, at) "\\"; text = substr(text, at + 1) }
      return out text
    }' "$nk_work/plain-now" "$nk_work/words" "$nk_work/before" "$nk_work/compared" >>"$nk_work/told" || nk_no_notes
}

# nk_judge_again: entries that went while they were compared: the last night stands in for them.
nk_judge_again() {
  while IFS= read -r nk_listed <&5; do
    nk_decode "$nk_listed"
    ! nk_find_entry "$nk_decoded" || nk_state=missing nk_message="$nk_decoded went and came while it was compared"
    nk_tell_entry "$nk_decoded"
  done 5<"$nk_work/again"
}

# nk_in_order: what is told of the entries into `told.all`, in the order of backup.config.
nk_in_order() {
  awk -F "$nk_tab" '
    FILENAME ~ /told$/ { told[substr($2, 6)] = $0; next }
    $2 in told { print told[$2] }' "$nk_work/told" "$nk_work/judged" >"$nk_work/told.all" || nk_no_notes
}

nk_config='' nk_host='' nk_run='' nk_date='' nk_time_zone='' nk_at='' nk_nights=7 nk_share=50 nk_support=''
nk_checksum='' nk_limit=0 nk_ready_clock='' nk_ready_whole='' nk_note='' nk_version='' nk_previous_date='' nk_run_state='' nk_trouble=0 nk_wrong_clock='' nk_total=0 nk_heard_into=
nk_slow='' nk_looking='' nk_sender='' nk_watching_send='' nk_base_joined='' nk_since='' nk_good_date='' nk_leaves_in='' nk_nights_long='' nk_memory='' nk_told_mark='' nk_mark_file='' nk_ready_mark=
nk_input() { nk_night_input "$@"; }
nk_read_input
[ -n "$nk_host" ] || nk_host=$(hostname 2>/dev/null || uname -n)
nk_work_folder
true >"$nk_work/trouble"
true >"$nk_work/plain"
true >"$nk_work/troubled"
trap nk_cleanup EXIT
trap nk_interrupted HUP INT TERM PIPE
nk_name_run
nk_read_host_config
nk_find_covered >"$nk_work/judged" && read -r nk_total <"$nk_work/total" || nk_no_notes
nk_emit started run "$nk_run" host "$nk_host" server "$nk_server" date "$nk_date" startedAt "$nk_started" entries "$nk_total"
nk_read_rsync
nk_list_delivered
nk_prepare_calls
nk_find_mounts
nk_open_session
nk_open_view
nk_agree
nk_compare_clocks
nk_say_parts
nk_emit session mark "$nk_ready_mark"
nk_judge_entries
if [ -s "$nk_work/told" ]; then
  nk_list_troubled
  nk_send_list troubled "$nk_work/told"
fi
true >"$nk_work/again" && true >"$nk_work/waiting" && true >"$nk_work/before" && true >"$nk_work/compared" && true >"$nk_work/words" || nk_no_notes
[ ! -s "$nk_work/walked" ] || nk_copy_entries
nk_tell_compared
nk_judge_again
nk_in_order
cd /
nk_send_list entries "$nk_work/told.all"
nk_time_after 0
nk_say ask publish finished "$nk_time" follows "$nk_follows"
nk_hear 'done'
nk_remember
nk_say ask end
nk_hear 'done'
nk_mail_night "$nk_run_state"
