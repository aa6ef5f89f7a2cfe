# shellcheck shell=sh
# The date in the fleet's time zone, which this machine need not know: slim containers have no zone data, and `TZ=NAME date`
# is then UTC, without a word. The settings bring the zone's offsets, each with the second it holds from.

# nk_offset_input 'SINCE SECONDS': one of them, in the order of time; SECONDS is east of Greenwich.
nk_offsets=
nk_offset_input() {
  case $1 in *[!0-9\ -]* | *' '*' '* | '') return 0 ;; esac
  nk_offsets=$nk_offsets$1$nk_newline
}

# nk_date_in_zone ZONE: the date there now, into $nk_date. ZONE is asked of this machine where no offset was brought, as by
# settings that were written long ago.
nk_date_in_zone() {
  if [ -z "$nk_offsets" ]; then
    nk_date=$(TZ=${1:-UTC} date +%Y-%m-%d)
    # No machine tells the date of another time there in the same way.
    [ "$nk_shift" = 0 ] || { nk_time_after 0 && nk_date=${nk_time%%T*}; }
    return
  fi
  nk_second=$(($(date +%s) + nk_shift))
  nk_offsets_left=$nk_offsets
  nk_offset=
  while [ -n "$nk_offsets_left" ]; do
    nk_soonest=${nk_offsets_left%%"$nk_newline"*}
    nk_offsets_left=${nk_offsets_left#*"$nk_newline"}
    # What was before the first is taken to be as it was then.
    [ -n "$nk_offset" ] && [ "$nk_second" -lt "${nk_soonest% *}" ] || nk_offset=${nk_soonest#* }
  done
  nk_time_after "$nk_offset"
  nk_date=${nk_time%%T*}
}
