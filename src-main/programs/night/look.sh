# shellcheck shell=sh
# A look at an entry beside its copying, in which this machine and the server mostly wait for each other: which names are
# joined, and whether it is plain (see shared/attributes.sh). Of one that is plain in all the server's nights, rsync is
# not asked for ACLs and extended attributes unless the look finds some.

# nk_begin_look PATH: begins it where this program stands. Into $nk_letters what rsync is asked to keep for now.
nk_begin_look() {
  nk_letters=$nk_features
  [ "$nk_kind" = directory ] || return 0
  nk_encode "$1"
  ! grep -qxF -e "plain${nk_tab}path=$nk_encoded" "$nk_work/plain" || nk_letters=
  rm -f "$nk_work/plain-now"
  nk_look </dev/null >/dev/null 2>&1 3>&- 4<&- &
  nk_looking=$!
}

nk_look() {
  [ -z "$nk_based" ] || nk_find_joined
  ! nk_is_plain "$nk_work/plain-errors" || true >"$nk_work/plain-now"
}

# nk_end_look: waits for it. Fails where what was copied meanwhile lacks what rsync should have been asked for; it is
# from now on.
nk_end_look() {
  [ -z "$nk_looking" ] || wait "$nk_looking"
  nk_looking='' nk_plain=
  [ ! -e "$nk_work/plain-now" ] || nk_plain=yes
  if [ -z "$nk_plain" ] && [ "$nk_letters" != "$nk_features" ]; then
    nk_letters=$nk_features
    return 1
  fi
}
