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

# nk_split_first PATH: its first component into $nk_first, the others into $nk_others.
nk_split_first() {
  nk_first=${1%%/*}
  case $1 in */*) nk_others=${1#*/} ;; *) nk_others= ;; esac
}

# nk_resolve PATH ROOT: PATH without symlinks into $nk_resolved. A link to an absolute target begins again at ROOT, as
# it does for the customer who made it. Fails where it leads nowhere.
nk_resolve() {
  nk_resolved=
  nk_todo=${1#/}
  nk_links=0
  while [ -n "$nk_todo" ]; do
    nk_split_first "$nk_todo"
    nk_todo=$nk_others
    case $nk_first in
      '' | .) continue ;;
      ..)
        # Above the customer's root there is nothing for its links.
        [ "$nk_resolved" = "$2" ] || nk_resolved=${nk_resolved%/*}
        continue
        ;;
    esac
    if [ -h "$nk_prefix$nk_resolved/$nk_first" ]; then
      nk_links=$((nk_links + 1))
      [ $nk_links -le 40 ] || return 1
      nk_target=$(readlink "$nk_prefix$nk_resolved/$nk_first" && echo .) || return 1
      nk_target=${nk_target%"$nk_newline."}
      case $nk_target in
        /*)
          nk_resolved=$2
          nk_todo=${nk_target#/}/$nk_todo
          ;;
        *) nk_todo=$nk_target/$nk_todo ;;
      esac
    else
      nk_resolved=$nk_resolved/$nk_first
    fi
  done
  [ -e "$nk_prefix$nk_resolved" ]
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
    if nk_resolve "$1" "$nk_root" || nk_resolve "$1" ''; then nk_real=$nk_resolved; fi
  fi
  nk_emit checked path "$1" state "$nk_state" at "$nk_at" ${nk_real:+real "$nk_real"}
}
nk_read_input
