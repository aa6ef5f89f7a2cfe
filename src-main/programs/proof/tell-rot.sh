# shellcheck shell=sh
# What was found, into `state`, which is read by list-proofs.sh, and to who asked:
#   checked at= files= bytes= noted= bad= yielded=
#   rot where= path= is= at=
#   copy run= is=       for each night that has the path, behind its rot: `same` file, so as bad; another one with the
#                       noted bytes, `good`; or `other` bytes
nk_most_told=100
nk_most_looked_through=60

nk_tell_findings() {
  nk_bad=$(($(grep -vc '^good ' notes)))
  nk_bytes=$(awk '{ sum += $1 } END { printf "%.0f\n", sum }' "$nk_notes/sizes")
  {
    nk_emit checked at "$nk_moment" files "$nk_read" bytes "$nk_bytes" noted "$(($(wc -l <notes)))" bad "$nk_bad" yielded "$nk_yielded"
    grep -v '^good ' notes | head -n $nk_most_told >"$nk_notes/bad"
    while read -r nk_was nk_since_when nk_old_sum nk_old_size nk_old_mtime nk_old_inode nk_where nk_shown <&3; do
      nk_decode "${nk_shown#./}"
      nk_path=${nk_decoded%/}
      nk_in_nights=$nk_path
      case $nk_where in hold:*) nk_path_of_held ;; esac
      nk_emit rot where "$nk_where" path "/$nk_in_nights" is "$nk_was" at "$nk_since_when"
      [ -z "$nk_in_nights" ] || nk_tell_copies
    done 3<"$nk_notes/bad"
  } >"$nk_notes/state"
  cd "$nk_proof" || exit
  # One that could read nothing is none.
  [ "$nk_yielded$nk_read" = yes0 ] || { cp "$nk_notes/state" state.new && mv state.new state; } 2>/dev/null || nk_fail_to_write "$nk_proof"
  cat "$nk_notes/state"
}

# nk_path_of_held: a hold has its paths below a label, relative to the customer's root, which its record tells.
nk_path_of_held() {
  nk_held_root=
  nk_field() { [ "$1" != root ] || nk_held_root=$2; }
  nk_held_record=
  { IFS= read -r nk_held_record <"$nk_base/.nightkeep/holds/${nk_where#hold:}/hold"; } 2>/dev/null
  nk_read_event "$nk_held_record"
  nk_in_nights=${nk_held_root#/}${nk_held_root:+/}${nk_path#*/}
}

nk_tell_copies() {
  head -n $nk_most_looked_through "$nk_notes/nights" >"$nk_notes/looked-through"
  while read -r nk_index nk_run <&4; do
    cd "$nk_base/$nk_index" 2>/dev/null && nk_look_at "$nk_in_nights" || continue
    nk_is=other
    if [ "$nk_inode" = "$nk_old_inode" ]; then
      nk_is=same
    elif [ "$nk_size" = "$nk_old_size" ]; then
      nk_sum_of "$nk_in_nights"
      [ "$nk_sum" != "$nk_old_sum" ] || nk_is=good
      [ -n "$nk_sum" ] || continue
    fi
    nk_identify "$nk_base/$nk_index"
    [ "$nk_id" != "$nk_run" ] || nk_emit copy run "$nk_run" is "$nk_is"
  done 4<"$nk_notes/looked-through"
}
