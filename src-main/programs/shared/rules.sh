# shellcheck shell=sh
# Patterns that let rsync pass to some names and to nothing else, each ended by NUL, for --from0 --include-from.

# nk_way_rules PATH: a pattern for each folder on the way, and one for PATH; a PATH that ends in a slash is a folder.
nk_way_rules() {
  nk_way=
  nk_ahead=${1#/}
  while :; do
    case $nk_ahead in
      '') return 0 ;;
      */*)
        nk_add_rule "$nk_way/${nk_ahead%%/*}/" || return 1
        nk_way=$nk_way/${nk_ahead%%/*}
        nk_ahead=${nk_ahead#*/}
        ;;
      *)
        nk_add_rule "$nk_way/$nk_ahead"
        return
        ;;
    esac
  done
}

# nk_add_rule PATTERN: a backslash is one in a pattern only where that has a wildcard.
nk_add_rule() {
  nk_replaced=$1
  case $1 in
    *[*?[]*)
      for nk_wild in '\' '*' '?' '['; do nk_replace "$nk_replaced" "$nk_wild" "\\$nk_wild"; done
      ;;
  esac
  printf '%s\000' "$nk_replaced"
}
