# shellcheck shell=sh
# Lists of names as rsync prints them with -8, a name a line (see escaped.sh), and what is done with all of a list.

# nk_raw_names LIST: each name's bytes with `./` before it, ended by NUL. Few names need a look at each byte. Fails where
# not all of them could be told.
nk_raw_names() {
  awk -v odd="$1.odd" '/\\#[0-7][0-7][0-7]/ { print > odd; next } { print "./" $0 }' "$1" >"$1.plain" &&
    tr '\n' '\000' <"$1.plain" || return 1
  rm -f "$1.plain"
  [ -f "$1.odd" ] || return 0
  while IFS= read -r nk_name; do
    nk_unescape "$nk_name"
    printf './%s\000' "$nk_raw" || return 1
  done <"$1.odd"
  rm -f "$1.odd"
}

# nk_ways LIST: the folders on the way to its names, each once, in no order.
nk_ways() {
  awk '{
    while (match($0, /\/[^\/]*$/)) {
      $0 = substr($0, 1, RSTART - 1)
      if ($0 in seen) break
      seen[$0] = 1
      print
    }
  }' "$1"
}

# nk_on_names LIST FIND-WORD ...: what find does with the names, one by one. That one is not there is no failure.
nk_on_names() {
  nk_raw_names "$1" >"$1.nul" || return 1
  nk_named=$1.nul
  shift
  nk_find_words=$*
  # shellcheck disable=SC2016 # for the inner shell
  nk_find_words=$nk_find_words xargs -0 sh -c '[ $# = 0 ] || find "$@" -prune $nk_find_words; [ $? -le 1 ]' sh <"$nk_named" 2>/dev/null
}

# nk_not_folders LIST: those of its names that are something else than a folder here, as find prints them.
nk_not_folders() { nk_on_names "$1" ! -type d; }

# nk_take_out LIST FOLDERS: removes its names from the current folder, and what is no folder though FOLDERS names it, or
# though names lie below it. Nothing is removed by way of a symlink: if one stands in the way, it is the first that goes,
# from the top down. Fails where something could not be removed.
nk_take_out() {
  nk_ways "$1" >"$1.above" && sort -u "$1.above" "$2" >"$1.ways" && nk_not_folders "$1.ways" >"$1.odds" || return 1
  if [ -s "$1.odds" ]; then
    nk_depth=0
    nk_deepest=$(awk -F/ 'NF > most { most = NF } END { print most + 0 }' "$1.ways") || return 1
    while [ $nk_depth -lt "$nk_deepest" ]; do
      nk_depth=$((nk_depth + 1))
      awk -F/ -v depth=$nk_depth 'NF == depth' "$1.ways" >"$1.level" || return 1
      nk_on_names "$1.level" ! -type d -exec rm -f '{}' + && nk_not_folders "$1.level" >"$1.odds" || return 1
      [ ! -s "$1.odds" ] || return 1
    done
  fi
  nk_raw_names "$1" >"$1.nul" && xargs -0 rm -rf -- <"$1.nul" || return 1
}
