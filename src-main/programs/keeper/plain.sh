# shellcheck shell=sh
# Runs on the server: plain entries (see shared/attributes.sh). Where an entry is plain in every night there is, and in
# what is compared with, and the host sees now that it is plain there, no comparison can find a difference in ACLs and
# extended attributes: rsync is not asked for them. What came is looked at all the same, since something of it may have
# got some meanwhile; where the nights do not tell yet, the entry is looked at as a whole.

# nk_list_plain: the entries that are plain in all nights into `plain`, a line each.
nk_list_plain() {
  true >"$nk_scratch/plain" && true >"$nk_scratch/attributed"
  nk_sees_plain=
  # What is made here must not get any by itself, from a default ACL or as a label.
  nk_seen=$(cd "$nk_scratch" && printf '/self\n/.\n' >self && printf '.\000' | nk_plain_entries self plain-errors 2>/dev/null | grep -c '') || :
  [ "$nk_seen" = 2 ] || return 0
  nk_sees_plain=yes
  [ -f "$nk_scratch/base-record" ] || return 0
  set -- "$nk_scratch/base-record"
  for nk_index in $nk_nights_there; do
    [ -f "./$nk_index/.nightkeep-record" ] || return 0
    set -- "$@" "./$nk_index/.nightkeep-record"
  done
  awk -F "$nk_tab" -v nights=$# '
    $1 == "entry" && /\tplain=yes$/ { plain[substr($2, 6)]++ }
    END { for (path in plain) if (plain[path] == nights) print path }' "$@" >"$nk_scratch/plain" || true >"$nk_scratch/plain"
}

# nk_note_attributes: looks at what was received, before it takes its place: the entries of which something has an ACL or
# an extended attribute are not plain any more.
nk_note_attributes() {
  [ -s "$nk_scratch/plain" ] || return 0
  (cd "$nk_patch" && printf '.\000' | nk_plain_entries "$nk_top/$nk_scratch/plain" "$nk_top/$nk_scratch/plain-errors") \
    >"$nk_scratch/plain-still" || true >"$nk_scratch/plain-still"
  mv "$nk_scratch/plain-still" "$nk_scratch/plain"
}

# nk_judge_plain: the entries that are plain tonight into `plain-now`: those that the host saw to be, and that are known
# here, or looked at now.
nk_judge_plain() {
  true >"$nk_scratch/plain-now"
  [ -n "$nk_sees_plain" ] || return 0
  awk -F "$nk_tab" -v known="$nk_scratch/plain-now" -v look="$nk_scratch/plain-look" '
    BEGIN { printf "" > look }
    FILENAME ~ /plain$/ { plain[$0] = 1; next }
    /^entry\t/ && /\tstate=good(\t|$)/ && /\tplain=yes(\t|$)/ {
      for (at = 2; at <= NF; at++) if ($at ~ /^path=/) path = substr($at, 6)
      print path > (path in plain ? known : look)
    }' "$nk_scratch/plain" "$nk_scratch/told" || return 1
  [ -s "$nk_scratch/plain-look" ] || return 0
  while IFS= read -r nk_listed; do
    nk_decode "$nk_listed"
    printf '.%s\000' "$nk_decoded"
  done <"$nk_scratch/plain-look" >"$nk_scratch/plain-names"
  (cd .nightkeep/base && nk_plain_entries "$nk_top/$nk_scratch/plain-look" "$nk_top/$nk_scratch/plain-errors" <"$nk_top/$nk_scratch/plain-names") \
    >>"$nk_scratch/plain-now" || :
}
