# shellcheck shell=sh
# Runs on the server: copies of a part of a night that share all they can with it: for an entry for which the last night
# stands in, and for what is held.

# nk_copy_parents NIGHT PATH TO: the attributes of the folders on the way to PATH, PATH itself included.
nk_copy_parents() {
  nk_top_folder=${2#/}
  nk_top_folder=${nk_top_folder%%/*}
  [ -n "$nk_top_folder" ] || return 0
  nk_way_down=${2#/"$nk_top_folder"}
  {
    nk_way=
    while [ -n "${nk_way_down#/}" ]; do
      nk_way_down=${nk_way_down#/}
      nk_way=$nk_way/${nk_way_down%%/*}
      case $nk_way_down in */*) nk_way_down=${nk_way_down#*/} ;; *) nk_way_down= ;; esac
      nk_rule + "$nk_way/"
    done
    printf -- '- *\000'
  } >"$nk_scratch/rules"
  # shellcheck disable=SC2086 # one word, or none
  rsync "-a$nk_features" $nk_fine_times --numeric-ids --from0 --filter="merge $nk_scratch/rules" \
    "$nk_top/$1/$nk_top_folder/" "$nk_top/$3/$nk_top_folder/" || :
}

# nk_copy_linked NIGHT PATH TO: PATH of a night below TO, by hard links of the same inodes, folders with all their
# attributes; out of a snapshot, where hard links can't lead, by copies that share their bytes. Counts into
# $nk_copied_NAME.
nk_copy_linked() {
  # A symlink on the way would lead to what is not this host's.
  (cd "./$1" && nk_leads_to "$2") || return 1
  nk_from=$nk_top/$1$2
  nk_parent=${2%/*}
  (cd "./$3" && nk_descend "$nk_parent" make) || return 1
  if nk_is_subvolume "./$1"; then
    cp -a --reflink=auto "$nk_from" "$nk_top/$3$2" 2>/dev/null && nk_count_copied "$nk_top/$3$2"
  elif [ -d "$nk_from" ] && [ ! -h "$nk_from" ]; then
    mkdir "$nk_top/$3$2" && nk_run_counted "-aH$nk_features" --link-dest="$nk_from" "$nk_from/" "$nk_top/$3$2/"
  else
    nk_run_counted "-aH$nk_features" --link-dest="${nk_from%/*}" "$nk_from" "$nk_top/$3$nk_parent/"
  fi || return 1
  [ "$3" = .nightkeep/base ] && [ -z "$nk_early" ] || nk_copy_parents "$1" "$nk_parent" "$3"
}

# nk_count_copied PATH: its files and bytes into $nk_copied_....
nk_count_copied() {
  mkdir -p "$nk_scratch/empty"
  if [ -d "$1" ] && [ ! -h "$1" ]; then set -- "$1/"; fi
  nk_run_counted -naH "$1" "$nk_scratch/empty/"
}

# nk_run_counted WORD ...: rsync with these; how many files, and bytes of them, it says there are, into $nk_copied_....
nk_run_counted() {
  nk_stats=$(rsync --numeric-ids --stats "$@") || return 1
  # shellcheck disable=SC2046 # two numbers, to be split
  set -- $(printf '%s\n' "$nk_stats" | awk '
    /^Number of files:/ { files = $4 } /^Total file size:/ { bytes = $4 }
    END { gsub(/[^0-9]/, "", files); gsub(/[^0-9]/, "", bytes); printf "%.0f %.0f\n", files, bytes }')
  nk_copied_files=${1:-0} nk_copied_bytes=${2:-0}
}
