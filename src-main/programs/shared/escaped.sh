# shellcheck shell=sh
# Names as rsync prints them with -8: a control byte other than tab is `\#ooo`, and so is a backslash that stands before
# what would look like that. All other bytes stand as they are.

# nk_unescape NAME: the name's bytes into $nk_raw.
nk_unescape() {
  nk_raw=
  nk_todo=$1
  while :; do
    case $nk_todo in
      *'\#'[0-7][0-7][0-7]*) ;;
      *) break ;;
    esac
    nk_raw=$nk_raw${nk_todo%%'\#'*}
    nk_todo=${nk_todo#*'\#'}
    case $nk_todo in
      [0-7][0-7][0-7]*)
        nk_after=${nk_todo#???}
        nk_byte=$(printf '%b.' "\\0${nk_todo%"$nk_after"}")
        nk_raw=$nk_raw${nk_byte%.}
        nk_todo=$nk_after
        ;;
      *) nk_raw=$nk_raw'\#' ;;
    esac
  done
  nk_raw=$nk_raw$nk_todo
}
