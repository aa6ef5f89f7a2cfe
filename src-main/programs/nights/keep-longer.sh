# shellcheck shell=sh
# Runs on the server, as the app starts it: the rule by which nights are kept longer than rotation keeps them (see
# keeper/longer.sh): the newest night of so many weeks, and of so many months. It is followed from the next night on.
# Where nothing is kept longer and nothing is to be, there is none.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    weeks) nk_weeks=$2 ;;
    months) nk_months=$2 ;;
  esac
}

nk_base='' nk_weeks='' nk_months=
nk_read_input
for nk_count in "$nk_weeks" "$nk_months"; do
  case $nk_count in '' | *[!0-9]* | ????*) nk_fail bad-input 'weeks and months are numbers of at most three digits' ;; esac
done
[ -n "$nk_base" ] || nk_fail bad-input 'no backupdir was named'
nk_rule=.nightkeep/longer-rule
if [ "$nk_weeks$nk_months" = 00 ] && [ -z "$(ls -A .nightkeep/longer 2>/dev/null)" ]; then
  rm -f "$nk_rule" || nk_fail permission-denied "$nk_base can not be written to"
else
  umask 022
  { mkdir -p .nightkeep && printf '%s %s\n' "$nk_weeks" "$nk_months" >"$nk_rule.$$" && mv "$nk_rule.$$" "$nk_rule"; } 2>/dev/null || {
    rm -f "$nk_rule.$$"
    nk_fail permission-denied "$nk_base can not be written to"
  }
fi
nk_emit ruled
