# shellcheck shell=sh
# Tells the records of runs after a known one, as .nightkeep/runs of each backupdir has them.
# In:  after=RUNID backupdir=PATH, in pairs, as often as wanted; an empty RUNID means from the first one on.
# Out: backupdir path=          before what it holds
#      run ... / entry ...      the records' own lines
nk_after=

nk_input() {
  case $1 in
    after) nk_after=$2 ;;
    backupdir) nk_tell_runs "$2" ;;
  esac
}

nk_tell_runs() {
  nk_emit backupdir path "$1"
  # awk takes backslashes in a value for escapes.
  case $nk_after in *[!A-Za-z0-9._-]*) nk_after= ;; esac
  # The names only: a record is opened once it is known to be new. They sort by time.
  for nk_file in "$1"/.nightkeep/runs/*; do
    [ -f "$nk_file" ] && ! [ -L "$nk_file" ] && printf '%s\n' "${nk_file##*/}"
  done |
    sed -e '/[^A-Za-z0-9._-]/d' | awk -v after="$nk_after" '$0 "" > after ""' | sort | tail -n "$nk_most" |
    while IFS= read -r nk_run; do
      # Only what belongs into a record, so that nothing in it can pass for something else.
      grep -e "^run$nk_tab" -e "^entry$nk_tab" "$1/.nightkeep/runs/$nk_run" 2>/dev/null
    done
  return 0
}

# More than a year of nights.
nk_most=400
nk_read_input
