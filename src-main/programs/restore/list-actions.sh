# shellcheck shell=sh
# Tells the latest actions in some backupdirs; `kinds` leaves out of them what is of no such kind.
nk_most=1000
nk_wanted="^action$nk_tab"

nk_input() {
  case $1 in
    most) nk_most=$2 ;;
    # No value holds a tab, and so nothing in one looks like it.
    kinds) nk_wanted="^action$nk_tab(.*$nk_tab)?action=($2)($nk_tab|\$)" ;;
    backupdir)
      nk_emit place backupdir "$2"
      tail -n "$nk_most" "$nk_prefix$2/.nightkeep/actions" 2>/dev/null | grep -E "$nk_wanted"
      ;;
  esac
}

nk_read_input
nk_emit listed
