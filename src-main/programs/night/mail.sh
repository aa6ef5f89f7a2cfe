# shellcheck shell=sh
# What the support address is told: one message a night, and only where something is wrong. Whatever becomes of the
# message, the night goes on.

nk_mail_seconds=120

# nk_tell_support SUBJECT: sends the message on stdin.
nk_tell_support() {
  case $nk_support in '' | -* | *[!A-Za-z0-9@._+%=-]*) return 0 ;; esac
  nk_sendmail=$(command -v sendmail 2>/dev/null) || nk_sendmail=
  for nk_candidate in /usr/sbin/sendmail /usr/lib/sendmail; do
    [ -n "$nk_sendmail" ] || [ ! -x "$nk_candidate" ] || nk_sendmail=$nk_candidate
  done
  if [ -z "$nk_sendmail" ]; then
    cat >/dev/null
    nk_emit note message "nobody was told: this host has no sendmail"
    return 0
  fi
  {
    printf 'To: %s\nSubject: %s\n' "$nk_support" "$1"
    printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n'
    printf 'Auto-Submitted: auto-generated\nX-Nightkeep-Run: %s\n\n' "$nk_run"
    cat
    printf '\nRun %s of Nightkeep on %s\n' "$nk_run" "$nk_host"
  } >"$nk_work/message"
  nk_send_in_time || nk_emit note message "the message to $nk_support was not taken: $(tail -n 1 "$nk_work/mail-errors")"
}

# A mail server that does not answer must not keep the night from ending.
nk_send_in_time() {
  "$nk_sendmail" -oi -t <"$nk_work/message" >"$nk_work/mail-errors" 2>&1 3>&- 4<&- &
  nk_mailing=$!
  (
    trap 'kill "$nk_mail_nap" 2>/dev/null; exit 0' TERM
    sleep $nk_mail_seconds &
    nk_mail_nap=$!
    wait "$nk_mail_nap"
    kill "$nk_mailing" 2>/dev/null
    # One that will not hear.
    sleep 3 &
    nk_mail_nap=$!
    wait "$nk_mail_nap"
    kill -KILL "$nk_mailing" 2>/dev/null
  ) </dev/null >/dev/null 2>&1 3>&- 4<&- &
  nk_watching=$!
  wait "$nk_mailing"
  nk_sent=$?
  kill "$nk_watching" 2>/dev/null
  wait "$nk_watching" 2>/dev/null
  [ $nk_sent = 0 ] || return 1
  nk_emit mailed message "$nk_support was told"
}

# nk_note_entry PATH STATE MESSAGE: a paragraph for the message, where something is wrong with the entry. Since when, and
# which night was its last good one, came in the event before.
nk_note_entry() {
  case $2 in
    good | covered) [ -n "$3" ] || return 0 ;;
  esac
  nk_trouble=$((nk_trouble + 1))
  nk_encode "$1"
  nk_mail_path=$nk_encoded
  nk_encode "$3"
  nk_mail_state=$2
  nk_customer_of "$1"
  {
    printf '\n  %s\n    %s.\n' "$nk_mail_path" "$nk_encoded"
    [ -z "$nk_customer" ] || printf '    Customer: %s\n' "$nk_customer"
    [ -z "$nk_since" ] || printf '    Since: %s (%s)\n' "$nk_since" "$nk_nights_long"
    if [ -n "$nk_good_date" ]; then
      printf '    Last good night: %s; %s.\n' "$nk_good_date" "$nk_leaves_in"
    elif [ "$nk_mail_state" != good ]; then
      printf '    Last good night: none. Nothing of it is backed up.\n'
    fi
    nk_write_advice
  } >>"$nk_work/trouble"
  nk_since='' nk_good_date='' nk_leaves_in='' nk_nights_long=
}

nk_write_advice() {
  case $nk_mail_state in
    missing) nk_advice="If the directory was moved, write its new path into $nk_config; if it was given up, remove its line." ;;
    symlink) nk_advice="Write the path it leads to into $nk_config instead: a backup does not follow symlinks." ;;
    collapsed) nk_advice='See whether its disk is mounted. If the customer deleted the files, nothing needs doing.' ;;
    failed) nk_advice="See that it can be read on $nk_host, then run the backup again." ;;
    *) nk_advice="See that these files can be read on $nk_host." ;;
  esac
  printf '    What to do: %s\n' "$nk_advice"
}

# nk_mail_night STATE: after the night's end.
nk_mail_night() {
  if [ "$nk_trouble" = 0 ]; then
    [ -n "$nk_wrong_clock" ] || return 0
    nk_what="the clock of $nk_wrong_clock"
  elif [ "$nk_total" = 1 ]; then
    nk_what='its entry'
  else
    nk_what="$nk_trouble of $nk_total entries"
  fi
  {
    if [ "$1" = failed ]; then
      printf 'Nothing was published for %s on %s: no entry could be copied.\nThe nights there are stay as they are.\n' "$nk_date" "$nk_host"
    else
      printf 'The night of %s on %s is on %s, but something is wrong with %s.\n' "$nk_date" "$nk_host" "$nk_server" "$nk_what"
    fi
    [ -z "$nk_wrong_clock" ] ||
      printf '\n  %s.\n    What to do: set the clock of %s, and keep it right by a time server.\n' "$nk_clock_words" "$nk_wrong_clock"
    cat "$nk_work/trouble"
  } | nk_tell_support "Nightkeep: $nk_host: look at $nk_what"
}

# nk_mail_failed CODE MESSAGE: a run that came to nothing.
nk_mail_failed() {
  # Another run of today is at work, and will tell its own end; one that began before today should have ended.
  case $1-${nk_since%%T*} in locked-"${nk_started%%T*}") return 0 ;; esac
  nk_encode "$2"
  {
    printf 'The backup of %s failed on %s: %s.\n\n' "$nk_host" "$nk_date" "$nk_encoded"
    # What was remembered here stands in where the server could not be asked.
    if [ -z "$nk_previous_date" ] && [ -n "$nk_memory" ]; then { IFS= read -r nk_previous_date <"$nk_memory"; } 2>/dev/null || :; fi
    [ -z "$nk_previous_date" ] || printf 'Since: there is no night after that of %s, which is the last good one.\n' "$nk_previous_date"
    nk_customers_of "$nk_work/entries"
    [ -z "$nk_customers" ] || printf 'Customers: %s\n' "$nk_customers"
    printf 'The nights there are stay as they are; none leaves rotation until a new one is published.\n'
    printf 'What to do: put right what is said above, then run the backup of %s again.\n' "$nk_host"
  } | nk_tell_support "Nightkeep: $nk_host: the backup failed"
}
