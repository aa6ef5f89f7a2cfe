# shellcheck shell=sh
# Where a path really leads, on a host.

# nk_split_first PATH: its first component into $nk_first, the others into $nk_others.
nk_split_first() {
  nk_first=${1%%/*}
  case $1 in */*) nk_others=${1#*/} ;; *) nk_others= ;; esac
}

# nk_resolve PATH ROOT: PATH without symlinks into $nk_resolved. ROOT is the customer's, or empty: a link within it that
# has an absolute target begins again at ROOT, as it does for the customer who made it. Fails where it leads nowhere.
nk_resolve() {
  nk_resolved=
  nk_todo=${1#/}
  nk_links=0
  while [ -n "$nk_todo" ]; do
    nk_split_first "$nk_todo"
    nk_todo=$nk_others
    # What the host itself linked, on the way to the customer, leads to places of the host.
    nk_begin=
    case $nk_resolved/ in "$2"/*) nk_begin=$2 ;; esac
    case $nk_first in
      '' | .) continue ;;
      ..)
        # Above the customer's root there is nothing for its links.
        [ "$nk_resolved" = "$nk_begin" ] || nk_resolved=${nk_resolved%/*}
        continue
        ;;
    esac
    if [ -h "$nk_prefix$nk_resolved/$nk_first" ]; then
      nk_links=$((nk_links + 1))
      [ $nk_links -le 40 ] || return 1
      nk_link=$(readlink "$nk_prefix$nk_resolved/$nk_first" && echo .) || return 1
      nk_link=${nk_link%"$nk_newline."}
      case $nk_link in
        /*)
          nk_resolved=$nk_begin
          nk_todo=${nk_link#/}/$nk_todo
          ;;
        *) nk_todo=$nk_link/$nk_todo ;;
      esac
    else
      nk_resolved=$nk_resolved/$nk_first
    fi
  done
  [ -e "$nk_prefix$nk_resolved" ]
}
