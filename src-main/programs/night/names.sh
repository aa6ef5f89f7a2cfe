# shellcheck shell=sh
# Lists of names as rsync prints them with -8, a name a line (see escaped.sh), and what is done with all of a list.

# nk_raw_names LIST: each name's bytes with `./` before it, ended by NUL. Few names need a look at each byte.
nk_raw_names() {
  awk -v odd="$1.odd" '/\\#[0-7][0-7][0-7]/ { print > odd; next } { print "./" $0 }' "$1" | tr '\n' '\000'
  [ -f "$1.odd" ] || return 0
  while IFS= read -r nk_name; do
    nk_unescape "$nk_name"
    printf './%s\000' "$nk_raw"
  done <"$1.odd"
  rm -f "$1.odd"
}

# nk_ways LIST: the folders on the way to its names, each once.
nk_ways() {
  awk '{
    while (match($0, /\/[^\/]*$/)) {
      $0 = substr($0, 1, RSTART - 1)
      if ($0 in seen) break
      seen[$0] = 1
      print
    }
  }' "$1" | sort
}

# nk_not_folders LIST: those of its names that are something else than a folder here, as find prints them.
nk_not_folders() {
  # shellcheck disable=SC2016 # for the inner shell
  nk_raw_names "$1" | xargs -0 sh -c '[ $# = 0 ] || find "$@" -prune ! -type d' sh 2>/dev/null
}

# nk_take_out LIST FOLDERS: removes its names from the current folder, and what is no folder though FOLDERS names it, or
# though names lie below it. Nothing is removed by way of a symlink: if one stands in the way, it is the first that goes,
# from the top down. Fails where something could not be removed.
nk_take_out() {
  nk_ways "$1" | sort -u - "$2" >"$1.ways"
  if nk_not_folders "$1.ways" | grep -q .; then
    nk_depth=0
    nk_deepest=$(awk -F/ 'NF > most { most = NF } END { print most + 0 }' "$1.ways")
    while [ $nk_depth -lt "$nk_deepest" ]; do
      nk_depth=$((nk_depth + 1))
      awk -F/ -v depth=$nk_depth 'NF == depth' "$1.ways" >"$1.level"
      # shellcheck disable=SC2016 # for the inner shell
      nk_raw_names "$1.level" | xargs -0 sh -c '[ $# = 0 ] || find "$@" -prune ! -type d -exec rm -f {} +' sh 2>/dev/null
      if nk_not_folders "$1.level" | grep -q .; then return 1; fi
    done
  fi
  nk_raw_names "$1" | xargs -0 rm -rf -- || return 1
}
