# shellcheck shell=sh
# Runs on the server: plain entries (see shared/attributes.sh). Where an entry is plain in every night there is, and in
# what is compared with, and the host sees now that it is plain there, no comparison can find a difference in ACLs and
# extended attributes: rsync is not asked for them. What came is looked at all the same, since something of it may have
# got some meanwhile; where the nights do not tell yet, the entry is looked at as a whole.

# nk_list_plain: the entries that are plain in all nights there are, and in the night that the base was made of (a base may
# be a mixture of them), into `plain`, a line each; the host is told each as an event `plain`.
nk_list_plain() {
  nk_still_plain=$nk_scratch/plain
  true >"$nk_still_plain"
  [ -f .nightkeep/base/.nightkeep-record ] || return 0
  # What is received must not get any by itself, from a default ACL or as a label.
  [ -z "$(getfattr -h -m - -- .nightkeep .nightkeep/base "$nk_scratch/run" 2>&1)" ] || return 0
  set -- .nightkeep/base/.nightkeep-record
  for nk_plain_night in $nk_nights_there; do
    [ -f "./$nk_plain_night/.nightkeep-record" ] || return 0
    set -- "$@" "./$nk_plain_night/.nightkeep-record"
  done
  awk -F "$nk_tab" -v nights=$# -v list="$nk_scratch/plain" '
    $1 == "entry" && /\tplain=yes$/ { plain[substr($2, 6)]++ }
    END { for (path in plain) if (plain[path] == nights) { print path > list; print "plain\tpath=" path } }' "$@" || true >"$nk_scratch/plain"
}

nk_reading() { "$@"; }

# nk_note_attributes: looks at what was received, before it takes its place: the entries of which something has an ACL or
# an extended attribute are not plain any more.
nk_note_attributes() {
  [ -s "$nk_still_plain" ] || return 0
  # What came once more in this run is a list of its own.
  nk_after=$nk_still_plain.
  (cd "$nk_patch" && printf '.\000' | nk_plain_entries "$nk_top/$nk_still_plain" "$nk_top/$nk_scratch/plain-errors") \
    >"$nk_after" || true >"$nk_after"
  nk_still_plain=$nk_after
}

# nk_judge_plain: the entries that are plain tonight into `plain-now`: those that the host saw to be, and that are known
# here, or looked at now.
nk_judge_plain() {
  true >"$nk_scratch/plain-now"
  awk -F "$nk_tab" -v known="$nk_scratch/plain-now" -v look="$nk_scratch/plain-look" '
    BEGIN { printf "" > look }
    FILENAME ~ /plain\.*$/ { plain[$0] = 1; next }
    /^entry\t/ && /\tstate=good(\t|$)/ && /\tplain=yes(\t|$)/ {
      for (at = 2; at <= NF; at++) if ($at ~ /^path=/) path = substr($at, 6)
      print path > (path in plain ? known : look)
    }' "$nk_still_plain" "$nk_scratch/told" || return 1
  [ -s "$nk_scratch/plain-look" ] || return 0
  while IFS= read -r nk_plain_path; do
    nk_decode "$nk_plain_path"
    printf '.%s\000' "$nk_decoded"
  done <"$nk_scratch/plain-look" >"$nk_scratch/plain-names"
  (cd .nightkeep/base && nk_plain_entries "$nk_top/$nk_scratch/plain-look" "$nk_top/$nk_scratch/plain-errors" <"$nk_top/$nk_scratch/plain-names") \
    >>"$nk_scratch/plain-now" || :
}
