# shellcheck shell=sh
# Tells the latest actions in some backupdirs.
nk_most=1000

nk_input() {
  case $1 in
    most) nk_most=$2 ;;
    backupdir)
      nk_emit place backupdir "$2"
      tail -n "$nk_most" "$nk_prefix$2/.nightkeep/actions" 2>/dev/null | grep "^action$nk_tab"
      ;;
  esac
}

nk_read_input
nk_emit listed
