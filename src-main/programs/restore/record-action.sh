# shellcheck shell=sh
# Notes what a member of staff did, with whatever the app wants to find there again.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    *)
      nk_encode "$2"
      nk_action=$nk_action$nk_tab$1=$nk_encoded
      ;;
  esac
}

nk_action=
nk_read_input
mkdir -p "$nk_base/.nightkeep" &&
  printf 'action%s\n' "$nk_action" >>"$nk_base/.nightkeep/actions" ||
  nk_fail permission-denied "$nk_base/.nightkeep/actions can not be written"
nk_emit noted
