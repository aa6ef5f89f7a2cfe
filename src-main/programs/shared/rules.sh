# shellcheck shell=sh
# Rules that let rsync pass to some names and to nothing else, each ended by NUL, for --from0 and a merge file.

# nk_rule WORD NAME [SUFFIX]: WORD is `+`, `-` or `P`; NAME is anchored, and stands for itself; SUFFIX is a pattern. A
# backslash is one in a pattern only where that has a wildcard.
nk_rule() {
  nk_replaced=$2
  case $2${3-} in
    *[*?[]*)
      for nk_wild in '\' '*' '?' '['; do nk_replace "$nk_replaced" "$nk_wild" "\\$nk_wild"; done
      ;;
  esac
  printf '%s %s%s\000' "$1" "$nk_replaced" "${3-}"
}
