# shellcheck shell=sh
# Holding a night that is a snapshot (see night/snapshots.sh). Hard links don't lead out of it, so what is held is linked
# to a copy of its own, which shares the bytes: `shared` beside the tree. What is the same file as in the night that was
# held before it is linked with that: `same`. Both are gone once the night is held. What they can't bring, rsync copies.

nk_held_label=

# nk_share_night: the listed paths of the working directory into $nk_work/shared, those that did not change into
# $nk_work/same.
nk_share_night() {
  mkdir "$nk_work/shared" "$nk_work/same" || nk_fail program-failed "$nk_work can not be written to"
  xargs -0 cp -a --parents --reflink=auto -t "$nk_work/shared" -- <"$nk_list" 2>/dev/null
  nk_tell_files_apart >"$nk_notes/files-now"
  if [ -n "$nk_held_label" ]; then
    comm -z -12 "$nk_notes/files-before" "$nk_notes/files-now" 2>/dev/null | sed -z 's/^[^ ]* [^ ]* //' >"$nk_notes/same"
    (cd "$nk_work/tree/$nk_held_label" && xargs -0 -r cp -al --parents -t "$nk_work/same" -- <"$nk_notes/same") 2>/dev/null
  fi
  mv "$nk_notes/files-now" "$nk_notes/files-before"
  nk_held_label=$nk_label
}

# nk_tell_files_apart: each file's inode and the time of its last change of any kind, by which it is the same one in two
# snapshots; nothing where find can't tell.
nk_tell_files_apart() {
  # shellcheck disable=SC2016 # for the inner shell
  xargs -0 sh -c 'exec find "$@" ! -type d -printf "%i %C@ %p\0"' find <"$nk_list" 2>/dev/null | sort -z
}

nk_unshare_night() {
  rm -rf "$nk_work/shared" "$nk_work/same"
}
