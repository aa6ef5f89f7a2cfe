# shellcheck shell=sh
# Runs on the host, beside the comparison: a look at all files of all entries from the caches, for hard links and for
# what makes an entry not plain (see shared/attributes.sh). Of entries that are plain in all the server's nights, rsync
# is not asked for ACLs and extended attributes unless the look finds some.

# nk_sort_by_plain: `walked` into `walked.plain`, those that the server's nights tell to be plain, and `walked.full`.
nk_sort_by_plain() {
  true >"$nk_work/walked.plain" && true >"$nk_work/walked.again" &&
    awk -v plain="$nk_work/walked.plain" '
      FILENAME ~ /plain$/ { known[$0] = 1; next }
      $0 in known { print > plain; next }
      { print }' "$nk_work/plain" "$nk_work/walked" >"$nk_work/walked.full"
}

nk_begin_look() {
  true >"$nk_work/joined.whole" && true >"$nk_work/sparse" && true >"$nk_work/plain-now" || nk_no_notes
  nk_look </dev/null >/dev/null 2>&1 3>&- 4<&- &
  nk_looking=$!
}

nk_look() {
  nk_find_joined
  nk_find_plain || true >"$nk_work/plain-now"
}

# nk_find_plain: those of `walked` that are plain now into `plain-now`. Fails where that can't be told.
nk_find_plain() {
  nk_entry_names <"$nk_work/walked" >"$nk_work/entry-names" &&
    nk_plain_entries "$nk_work/walked" "$nk_work/plain-errors" <"$nk_work/entry-names" >"$nk_work/plain-now"
}

# nk_end_look: waits for it. Entries that were taken for plain and are not go into `walked.again`, out of `walked.plain`.
nk_end_look() {
  wait "$nk_looking"
  nk_looking=
  [ -s "$nk_work/walked.plain" ] || return 0
  awk -v again="$nk_work/walked.again" '
    FILENAME ~ /plain-now$/ { plain[$0] = 1; next }
    $0 in plain { print; next }
    { print > again }' "$nk_work/plain-now" "$nk_work/walked.plain" >"$nk_work/walked.still" &&
    { [ ! -s "$nk_work/walked.again" ] || mv "$nk_work/walked.still" "$nk_work/walked.plain"; } || nk_no_notes
}
