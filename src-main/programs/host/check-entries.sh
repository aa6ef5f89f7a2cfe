# shellcheck shell=sh
# Input: for each path `root ROOT` (the customer's, or empty) and `path PATH`. Says `checked path= state= [at=] [real=]`:
# directory; file; other; missing, and which component at; symlink, which component at and, as real, what to write instead.
nk_root=
nk_input() {
  case $1 in
    root) nk_root=$2 ;;
    path) nk_check "$2" ;;
  esac
}

nk_check() {
  nk_at='' nk_state=directory
  nk_walk=${1#/}
  while [ -n "$nk_walk" ] && [ "$nk_state" = directory ]; do
    nk_split_first "$nk_walk"
    nk_walk=$nk_others
    nk_at=$nk_at/$nk_first
    if [ -h "$nk_prefix$nk_at" ]; then
      nk_state=symlink
    elif [ ! -e "$nk_prefix$nk_at" ]; then
      nk_state=missing
    elif [ ! -d "$nk_prefix$nk_at" ]; then
      nk_state='file'
      [ -f "$nk_prefix$nk_at" ] || nk_state=other
      [ -z "$nk_walk" ] || nk_state=missing
    fi
  done
  nk_real=
  if [ "$nk_state" = symlink ]; then
    if nk_resolve "$1" "$nk_root"; then nk_real=$nk_resolved; fi
  fi
  nk_emit checked path "$1" state "$nk_state" at "$nk_at" ${nk_real:+real "$nk_real"}
}
nk_read_input
