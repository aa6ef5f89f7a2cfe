# shellcheck shell=sh
# Runs on the host: hard links. Names that are one file are sent together, or they would be two; names that were one file
# in the last night and are not any more leave the base together, or they would stay one.

# nk_find_joined: the names of all entries with several links, bytes, into `joined.found`; on the same way those of sparse
# files into `sparse` (see sparse.sh).
nk_find_joined() {
  # shellcheck disable=SC2016 # for the inner shell
  nk_entry_names <"$nk_work/walked" | nk_reading xargs -0 sh -c '
    note=$1
    shift
    [ $# = 0 ] || find "$@" -type f -size +2147483648 -exec sh -c "$note" "$0" {} \; -o ! -type d -links +1 -print0 || :
  ' "$nk_work/sparse" "$nk_note_sparse" >"$nk_work/joined.found" 2>/dev/null && printf 'whole\n' >"$nk_work/joined.whole"
}

# nk_entry_names: of a list of entries, their names from the root, each ended by NUL.
nk_entry_names() {
  while IFS= read -r nk_searched; do
    nk_decode "$nk_searched"
    printf '.%s\000' "$nk_decoded" || return 1
  done
}

# nk_pair_joined: which of them are one file, into `joined.now`, as rsync tells it: `NAME// => OTHER`.
nk_pair_joined() {
  true >"$nk_work/joined.now" && [ -s "$nk_work/joined.whole" ] || nk_no_notes
  [ -s "$nk_work/joined.found" ] || return 0
  mkdir -p "$nk_work/empty" || nk_no_notes
  nk_reading rsync -naHR -ii -8 --from0 --files-from="$nk_work/joined.found" --out-format='@%i|%n//%L' ./ "$nk_work/empty/" \
    >"$nk_work/joined.told" 2>/dev/null
  case $? in 0 | 23 | 24) ;; *) nk_fail_session program-failed 'hard links could not be compared' ;; esac
  awk '/^@h.*\/\/ => / { print substr($0, 14) }' "$nk_work/joined.told" >"$nk_work/joined.now" || nk_no_notes
}

# nk_close_groups: adds to `send` what has to be sent with it; what has to leave the base before, into `parted`.
nk_close_groups() {
  nk_pair_joined
  true >"$nk_work/parted" && true >"$nk_work/joined.before" || nk_no_notes
  if [ "$nk_base_joined" = yes ]; then
    nk_say ask links
    nk_hear_list "$nk_work/joined.before"
  fi
  [ -s "$nk_work/joined.now" ] || [ -s "$nk_work/joined.before" ] || return 0
  awk "$nk_awk_names$nk_link_groups"'
    # What a night before tells of entries that are not compared now is no difference.
    function is_compared(name) { for (; name != ""; name = above(name)) if (name in walked) return 1; return 0 }
    FILENAME ~ /walked$/ { walked[as_rsync(substr($0, 2))] = 1; next }
    FILENAME ~ /now$/ { split_pair($0); join(now, one, other); next }
    FILENAME ~ /before$/ { split_pair($0); if (!is_compared(one) || !is_compared(other)) next; join(then, one, other); first[++pairs] = one; second[pairs] = other; next }
    FILENAME ~ /gone$/ { gone[$0] = 1; next }
    { print; sent[$0] = 1 }
    END {
      for (name in sent) {
        if (name in now) whole[root(now, name)] = 1
        if (name in then) apart[root(then, name)] = 1
      }
      for (pair = 1; pair <= pairs; pair++)
        if (root(now, first[pair]) != root(now, second[pair])) apart[root(then, first[pair])] = 1
      for (name in then) if ((root(then, name) in apart) && (name in now)) whole[root(now, name)] = 1
      for (name in then) if (root(then, name) in apart) more[name] = 1
      for (name in now) if (root(now, name) in whole) more[name] = 1
      for (name in more) {
        print name > parted
        if (!(name in sent) && !(name in gone)) print name
      }
    }' parted="$nk_work/parted" "$nk_work/walked" "$nk_work/joined.now" "$nk_work/joined.before" "$nk_work/gone" "$nk_work/send" \
    >"$nk_work/send.all" && mv "$nk_work/send.all" "$nk_work/send" || nk_no_notes
}
