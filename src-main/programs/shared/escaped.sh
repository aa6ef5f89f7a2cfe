# shellcheck shell=sh
# Names as rsync prints them with -8: a control byte other than tab is `\#ooo`, and so is a backslash that stands before
# what would look like that. All other bytes stand as they are.

# nk_unescape NAME: the name's bytes into $nk_raw.
nk_unescape() {
  nk_raw=
  nk_coded=$1
  while :; do
    case $nk_coded in
      *'\#'[0-7][0-7][0-7]*) ;;
      *) break ;;
    esac
    nk_raw=$nk_raw${nk_coded%%'\#'*}
    nk_coded=${nk_coded#*'\#'}
    case $nk_coded in
      [0-7][0-7][0-7]*)
        nk_after=${nk_coded#???}
        nk_byte=$(printf '%b.' "\\0${nk_coded%"$nk_after"}")
        nk_raw=$nk_raw${nk_byte%.}
        nk_coded=$nk_after
        ;;
      *) nk_raw=$nk_raw'\#' ;;
    esac
  done
  nk_raw=$nk_raw$nk_coded
}

# nk_raw_names LIST: of names as rsync tells them, the bytes, each ended by NUL. Few names need a look at each byte. Fails
# where not all of them could be told.
nk_raw_names() {
  awk -v odd="$1.odd" '/\\#[0-7][0-7][0-7]/ { print > odd; next } { print }' "$1" >"$1.plain" &&
    tr '\n' '\000' <"$1.plain" || return 1
  rm -f "$1.plain"
  [ -f "$1.odd" ] || return 0
  while IFS= read -r nk_escaped; do
    nk_unescape "$nk_escaped"
    printf '%s\000' "$nk_raw" || return 1
  done <"$1.odd"
  rm -f "$1.odd"
}
