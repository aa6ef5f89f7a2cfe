# shellcheck shell=sh
# The old script's nights as what went before: they have no records, so what they hold is looked up in them.

# nk_find_old_night PATH: the newest of them that has PATH, as its last good night; where there is none, nothing is set.
nk_find_old_night() {
  nk_old_dates=0 nk_old_date=
  nk_list_nights
  for nk_old_index in $nk_nights_there; do
    nk_night "$nk_old_index"
    [ "$nk_night_date" = "$nk_old_date" ] || nk_old_dates=$((nk_old_dates + 1))
    nk_old_date=$nk_night_date
    [ ! -f "./$nk_old_index/.nightkeep-record" ] || continue
    (cd "./$nk_old_index" && nk_leads_to "$1") || continue
    nk_good_run=$nk_night_run nk_good_date='one of the old script' nk_good_age=$nk_old_dates
    return
  done
}

# nk_count_old_night PATH: what that night holds of it, as rsync counts, into $nk_good_files and $nk_good_bytes.
nk_count_old_night() {
  nk_from=$nk_top/$nk_old_index$1
  [ ! -d "$nk_from" ] || [ -h "$nk_from" ] || nk_from=$nk_from/
  nk_counted=$(rsync -an --stats "$nk_from" "$nk_top/.nightkeep/nowhere/" 2>/dev/null) || return 0
  nk_read_stats "$nk_counted"
  nk_good_files=$nk_stat_files nk_good_bytes=$nk_stat_bytes
}
