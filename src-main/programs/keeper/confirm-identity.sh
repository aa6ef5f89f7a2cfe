# shellcheck shell=sh
# Tells what a backupdir is to a host, and makes it the host's where that is confirmed. In: backupdir, host, expected (ids
# that are remembered), time, and for a confirmation by and confirm=BACKUPDIR. Out: `identity state= why= id= owner= since=
# nights=`, as it is then.

nk_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    host) nk_host=$2 ;;
    expected) nk_expected_marks="$nk_expected_marks $2" ;;
    time) nk_confirmed_at=$2 ;;
    by) nk_by=$2 ;;
    confirm) nk_confirm=$2 ;;
  esac
}

nk_backupdir='' nk_host='' nk_expected_marks='' nk_confirmed_at='' nk_by='' nk_confirm=
nk_read_input
nk_expected_marks=${nk_expected_marks# }
nk_is_whole_path "$nk_backupdir" || nk_fail bad-input "$nk_backupdir is not a full path"
if [ ! -d "$nk_prefix$nk_backupdir" ] && [ -z "$nk_confirm" ]; then
  nk_emit identity state absent why "there is no $nk_backupdir on the server" nights 0
  exit 0
fi
[ -z "$nk_confirm" ] || [ "$nk_confirm" = "$nk_backupdir" ] ||
  nk_fail needs-confirmation "name $nk_backupdir to confirm that the nights of $nk_host lie there" target "$nk_backupdir"
nk_enter_backupdir "$nk_backupdir"
nk_identity_judge "$nk_host" "$nk_expected_marks"
if [ -n "$nk_confirm" ] && [ "$nk_identity" != own ]; then
  # shellcheck disable=SC2086 # ids, to be split
  nk_identity_make "$nk_host" "$nk_confirmed_at" "$nk_by" $nk_expected_marks || nk_fail permission-denied "$nk_backupdir can't be written to"
  nk_identity_judge "$nk_host" "$nk_expected_marks"
fi
nk_emit identity state "$nk_identity" why "$nk_identity_why" id "$nk_mark_id" owner "${nk_mark_host:-$nk_found_host}" \
  since "$nk_mark_since" nights "$nk_found_nights"
