# shellcheck shell=sh
# Runs on the host, once the session is open: this machine's clock beside the server's. A clock that is off by hours dates
# nights wrongly, and what is dated wrongly is looked for in vain: such a night is dated by the server's clock, is a warning
# and says why. How far they are apart is in every record.

# What two machines without a time server may be apart.
nk_clock_most=7200
# The beginning of 2026: no clock that is right says less. That of a board without a battery does.
nk_clock_least=1767225600

# nk_compare_clocks: tells the server what its record is to say of that, and what else is in $nk_note. An older gate does not
# tell its clock; then there is nothing to compare, and it was told the note as the session began.
nk_compare_clocks() {
  case $nk_ready_clock in '' | *[!0-9]*) return 0 ;; esac
  nk_clock_here=$(date +%s)
  nk_skew=$((nk_clock_here - nk_ready_clock))
  nk_say_apart "${nk_skew#-}"
  set -- skew "$nk_skew"
  nk_clock_note=$nk_note
  if [ "${nk_skew#-}" -le $nk_clock_most ]; then
    :
  elif [ "$nk_ready_clock" -lt $nk_clock_least ]; then
    nk_wrong_clock=$nk_server
    nk_clock_words="the clock of $nk_server is wrong: it is $nk_apart behind that of $nk_host"
    set -- "$@" warns yes
  else
    nk_wrong_clock=$nk_host
    nk_direction=behind
    [ "$nk_skew" -lt 0 ] || nk_direction='ahead of'
    nk_clock_words="the clock of $nk_host is wrong: it is $nk_apart $nk_direction that of $nk_server, by which this night is dated"
    [ -n "$nk_at" ] || nk_date_by_server
    set -- "$@" warns yes date "$nk_date" started "$nk_started"
  fi
  [ -z "$nk_wrong_clock" ] || nk_clock_note="$nk_clock_words${nk_note:+; $nk_note}"
  nk_say ask note message "$nk_clock_note" "$@"
  nk_hear 'done'
}

# nk_say_apart SECONDS: in words, into $nk_apart.
nk_say_apart() {
  nk_apart="$(($1 / 3600)) hours"
  [ "$1" -lt 172800 ] || nk_apart="$(($1 / 86400)) days"
}

# nk_date_by_server: all that is dated from now on is, as if this machine's clock were right.
nk_date_by_server() {
  nk_shift=$((0 - nk_skew))
  nk_time_after 0
  nk_started=$nk_time
  [ -n "$nk_date_stated" ] || nk_date_in_zone "$nk_time_zone"
}
