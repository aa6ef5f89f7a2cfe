# shellcheck shell=sh
# Nights that are kept longer than rotation keeps them, in `.nightkeep/longer/RUN`, by a rename of the night that leaves.
# The rule lies on the server (see nights/keep-longer.sh), so that no host has a say in it. The newest night is kept of
# each of the newest so many weeks, which begin on Mondays, and of each of the newest so many months, that have one.
# domain/kept-longer.ts says the same to people before it is so.

# nk_list_dated WHERE: notes $nk_night_run where it has a date: without one it is never kept longer.
nk_list_dated() {
  case "$nk_night_date $nk_night_run" in
    [0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]\ [0-9A-Za-z]*) nk_dated="$nk_dated$nk_night_date $nk_night_run $1$nk_newline" ;;
  esac
}

# nk_judge_longer: of the nights that were listed, and those that are kept longer, the ids into $nk_go, with blanks around,
# of those that go, and after `=` of those that leave and stay; empty where no rule is. Where it could not be judged, so
# that the dot that ends the list did not come through, none leaves. Dates that can't be yet are judged among themselves: a
# wrong clock, whosever it was, throws out nobody.
nk_judge_longer() {
  { read -r nk_weeks nk_months <.nightkeep/longer-rule; } 2>/dev/null || return 0
  case $nk_weeks,$nk_months in ,* | *, | *[!0-9,]* | ????*,* | *,????* | *,*,*) return 0 ;; esac
  for nk_kept_night in .nightkeep/longer/*; do
    [ -f "$nk_kept_night/.nightkeep-record" ] || continue
    nk_night "$nk_kept_night"
    [ "${nk_kept_night##*/}" != "$nk_night_run" ] || nk_list_dated kept
  done
  nk_time_after 86400
  nk_go=$(printf %s. "$nk_dated" | LC_ALL=C sort -r | awk -v w="$nk_weeks" -v m="$nk_months" -v t="${nk_time%%T*}" '
    /^\./ { print; exit }
    {
      split($1, d, "-"); y = d[1]; n = d[2] - 3
      if (n < 0) { y--; n += 12 }
      late = ($1 "" > t "") " "
      week = late int((365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int(30.6 * n + .4) + d[3] + 1) / 7)
      month = late d[1] "-" d[2]
      stays = !(week in seen) && ++weeks[late] <= w
      if (!(month in seen) && ++months[late] <= m) stays = 1
      seen[week]; seen[month]
      if (stays ? $3 == "leaves" : $3 != "rotates") print (stays ? "=" : "") $2
    }' | tr '\n' ' ')
  case $nk_go in *'. ') nk_go=" $nk_go" ;; *) nk_go='' nk_leaving='' ;; esac
}

# nk_stays_longer INDEX [dry]: the night $nk_night_run, which leaves, moves there if it is to stay. What can't, stays where
# it is until it can.
nk_stays_longer() {
  nk_kept_night=.nightkeep/longer/$nk_night_run
  case $nk_go in *" =$nk_night_run "*) [ ! -e "$nk_kept_night" ] || return 1 ;; *) return 1 ;; esac
  [ -n "${2-}" ] || { mkdir -p .nightkeep/longer && mv "./$1" "$nk_kept_night"; } 2>/dev/null || return 0
  nk_dies_at kept-longer
  nk_emit kept run "$nk_night_run"
}

# nk_thin_longer [dry]: those that are kept no more go to the trash.
nk_thin_longer() {
  for nk_night_run in ${nk_go% . }; do
    nk_kept_night=.nightkeep/longer/$nk_night_run
    [ -d "$nk_kept_night" ] || continue
    [ -n "${1-}" ] || nk_trash "$nk_kept_night" "$nk_night_run"
    nk_dies_at thinned
    nk_emit trashed run "$nk_night_run"
  done
}
