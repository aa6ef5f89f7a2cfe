# shellcheck shell=sh
# Reading event lines, the other way round of nk_emit.

# nk_read_event LINE: the event's name into $nk_event; calls `nk_field KEY VALUE` for each field.
nk_read_event() {
  nk_event=${1%%"$nk_tab"*}
  nk_fields=$1
  while :; do
    case $nk_fields in *"$nk_tab"*) ;; *) return ;; esac
    nk_fields=${nk_fields#*"$nk_tab"}
    nk_pair=${nk_fields%%"$nk_tab"*}
    nk_decode "${nk_pair#*=}"
    nk_field "${nk_pair%%=*}" "$nk_decoded"
  done
}

# nk_time_after SECONDS: the time so many seconds from now, UTC, into $nk_time. A run whose time was stated keeps its
# distance to the clock in $nk_shift. Days become a date by the civil calendar, whose years begin in March, since GNU and
# BSD date differ in how they are told a time.
nk_shift=0
nk_time_after() {
  if [ "$nk_shift" = 0 ] && [ "$1" = 0 ]; then
    nk_time=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    return
  fi
  nk_time=$(date +%s | awk -v ahead="$((nk_shift + $1))" '{
    t = $1 + ahead; day = int(t / 86400); s = t - day * 86400
    z = day + 719468; era = int(z / 146097); doe = z - era * 146097
    yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
    doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100)); mp = int((5 * doy + 2) / 153)
    d = doy - int((153 * mp + 2) / 5) + 1; m = mp < 10 ? mp + 3 : mp - 9
    y = yoe + era * 400 + (m <= 2 ? 1 : 0)
    printf "%04d-%02d-%02dT%02d:%02d:%02dZ\n", y, m, d, int(s / 3600), int(s / 60) % 60, s % 60
  }')
}

# nk_dies_at STEP: for tests, which end a program at a step they name.
nk_dies_at() {
  [ "${NIGHTKEEP_TEST_DIE_AT-}" != "$1" ] || kill -KILL $$
}
