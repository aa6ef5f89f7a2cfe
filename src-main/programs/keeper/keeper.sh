# shellcheck shell=sh
# Runs on the server, as whoever the host logs in as: all that a host may ever ask. It trusts nothing beyond its input, so
# that a gate on the server can run its own copy of it, with the backupdir fixed, whatever program the host sends.

nk_keeper_input() {
  case $1 in
    verb) nk_verb=$2 ;;
    backupdir) nk_backupdir=$2 ;;
    host) nk_host=$2 ;;
    server) nk_server=$2 ;;
    run) nk_run=$2 ;;
    date) nk_date=$2 ;;
    started) nk_started=$2 ;;
    shift) nk_shift=$2 ;;
    nights) nk_nights=$2 ;;
    share) nk_share=$2 ;;
    version) nk_version=$2 ;;
    kind) nk_receive_kind=$2 ;;
    word) nk_words=$nk_words$2$nk_newline ;;
    hold) nk_hold=$2 ;;
    name) nk_name=$2 ;;
    path) nk_path=$2 ;;
    mark) ! nk_identity_is_id "$2" || nk_marks="$nk_marks $2" ;;
  esac
}

nk_verb='' nk_backupdir='' nk_host='' nk_server='' nk_run='' nk_date='' nk_started='' nk_version=''
nk_nights=7 nk_share=50 nk_receive_kind='' nk_words='' nk_hold='' nk_name='' nk_path='' nk_note='' nk_marks='' nk_warns='' nk_skew=0
nk_input() { nk_keeper_input "$@"; }
nk_read_input
nk_guard_input
nk_is_number "$nk_nights" && nk_is_number "$nk_share" && nk_is_number "${nk_shift#-}" || nk_fail bad-input 'a setting is not a number'
[ "$nk_nights" -ge 1 ] || nk_fail bad-input 'no nights are to be kept'
case $nk_verb in
  session) nk_session ;;
  receive) nk_receive ;;
  fetch) nk_fetch ;;
  scripts) nk_scripts ;;
  *) nk_fail bad-input "a host can't ask for $nk_verb" ;;
esac
