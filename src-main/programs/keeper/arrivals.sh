# shellcheck shell=sh
# Where a receiver writes: always into a folder that was made for it and is empty. rsync changes what it finds in place,
# though it be linked to a published night, and it goes through a symlink that an earlier one left in its way.
#
# A directory is received where it belongs. A single file, what is sent again (see links.sh) and the folders on the way
# to the entries are received in `.nightkeep/arrived/N/tree`; `of` beside it says what it is. The session puts them in
# their place, when nobody else writes.

nk_arrivals_most=500

# nk_enter_arrival: goes to where the receiver has to write; fails, with $nk_why, where it may not.
nk_enter_arrival() {
  nk_arrivals=.nightkeep/arrived
  if nk_in_place; then
    case $nk_kind in directory | again) nk_enter_in_place && return || return 1 ;; esac
    nk_arrivals=.nightkeep/incoming/.nightkeep-arrived
  fi
  case $nk_kind in
    directory)
      nk_why="a part of $nk_entry is a symlink or a file in the night being received"
      cd .nightkeep/incoming && nk_descend "${nk_entry%/*}" make || return 1
      nk_why="$nk_entry has been received in this run"
      mkdir "./${nk_entry##*/}" 2>/dev/null && nk_step_into "${nk_entry##*/}"
      ;;
    compare) nk_enter_base ;;
    file | again | parents | patch)
      nk_why='too much has been received'
      nk_number=1
      while ! mkdir "$nk_arrivals/$nk_number" 2>/dev/null; do
        nk_number=$((nk_number + 1))
        [ $nk_number -le $nk_arrivals_most ] || return 1
      done
      nk_encode "$nk_entry"
      nk_arrivals=$nk_arrivals/$nk_number
      printf '%s\n%s\n' "$nk_kind" "$nk_encoded" >"$nk_arrivals/of" && mkdir "$nk_arrivals/tree" || return 1
      if [ "$nk_kind" = file ] && nk_in_place; then nk_begin_file "$nk_arrivals/tree"; fi
      cd "$nk_arrivals/tree" || return 1
      ;;
    *)
      nk_why="there is nothing of the kind $nk_kind"
      return 1
      ;;
  esac
}

# nk_take_arrivals KINDS: puts what has arrived, of these kinds, in its place; fails where something of it could not be.
nk_take_arrivals() {
  nk_all_placed=yes
  for nk_arrival in .nightkeep/arrived/* .nightkeep/incoming/.nightkeep-arrived/*; do
    [ -d "$nk_arrival" ] || continue
    nk_arrived='' nk_of=
    { IFS= read -r nk_arrived && IFS= read -r nk_of; } 2>/dev/null <"$nk_arrival/of" || :
    nk_decode "$nk_of"
    nk_of=$nk_decoded
    if [ -d "$nk_arrival/tree" ] && nk_is_whole_path "$nk_of"; then
      case " $1 " in *" $nk_arrived "*) ;; *) nk_arrived='' ;; esac
      case $nk_arrived in
        file) (nk_place_file "$nk_of") || [ $? = 1 ] || nk_all_placed= ;;
        patch) (nk_place_patch "$nk_of") || : ;;
        again) nk_place_again "$nk_of" ;;
        parents) nk_place_parents "$nk_of" ;;
      esac
    fi
    rm -rf "$nk_arrival" 2>/dev/null || nk_trash "$nk_arrival" "arrived-$nk_run"
  done
  [ -n "$nk_all_placed" ]
}

# nk_place_file PATH: the one file of that name; all else that came with it is left behind.
nk_place_file() {
  nk_file=$nk_top/$nk_arrival/tree/${1##*/}
  [ -f "$nk_file" ] && [ ! -h "$nk_file" ] || return 1
  cd .nightkeep/incoming && nk_descend "${1%/*}" make || return 1
  nk_move_to "${1##*/}"
}

# nk_place_patch PATH: the changes of an entry (see base.sh) whose run died before they were merged: the next run links
# against them.
nk_place_patch() {
  nk_patch=$nk_top/$nk_arrival/tree
  cd .nightkeep/incoming && nk_descend "${1%/*}" make || return 1
  if [ -e "./${1##*/}" ] || [ -h "./${1##*/}" ]; then return 1; fi
  mv "$nk_patch" "./${1##*/}"
}

# nk_move_to NAME: moves $nk_file to NAME here, where nothing is. The folder keeps its time. Gives 1 where something is
# there, and 3 where it could not be done: a night without it would be wrong.
nk_move_to() {
  if [ -e "./$1" ] || [ -h "./$1" ]; then return 1; fi
  touch -r . "$nk_top/$nk_scratch/time" && mv "$nk_file" "./$1" && touch -r "$nk_top/$nk_scratch/time" . || return 3
}

# nk_place_again PATH: the files that `verb links` took out of the entry and asked for again.
nk_place_again() {
  [ -f "$nk_scratch/links-resend" ] && nk_encode "$1" && [ "$(cat "$nk_scratch/links-of" 2>/dev/null)" = "$nk_encoded" ] || return 0
  while IFS= read -r nk_name; do
    nk_unescape "$nk_name"
    # What is not there went while it was sent.
    (
      # By way of a folder where nothing was received: the paths on both sides may have symlinks in them.
      nk_base=${nk_raw##*/}
      nk_file=$nk_top/$nk_scratch/moved
      cd "$nk_arrival/tree" || exit 0
      case $nk_raw in */*) nk_descend "${nk_raw%/*}" || exit 0 ;; esac
      [ ! -d "./$nk_base" ] || [ -h "./$nk_base" ] || exit 0
      if [ ! -e "./$nk_base" ] && [ ! -h "./$nk_base" ]; then exit 0; fi
      mv "./$nk_base" "$nk_file" 2>/dev/null || exit 3
      if ! cd "$nk_top/.nightkeep/incoming" || ! nk_descend "$1"; then exit 0; fi
      case $nk_raw in */*) nk_descend "${nk_raw%/*}" || exit 0 ;; esac
      nk_move_to "$nk_base"
    ) || [ $? = 1 ] || nk_all_placed=
    rm -f "$nk_scratch/moved"
  done <"$nk_scratch/links-resend"
}

# nk_place_parents PATH: the attributes of it and of the folders below it, where they are in the night.
nk_place_parents() {
  (cd .nightkeep/incoming && nk_descend "$1") || return 0
  # To the nanosecond: what was merged in the second of the source's own change has another time.
  # shellcheck disable=SC2086 # one word, or none
  rsync "-a$nk_features" $nk_fine_times --numeric-ids --existing --include='*/' --exclude='*' \
    "$nk_top/$nk_arrival/tree/" "$nk_top/.nightkeep/incoming$1/" >/dev/null 2>&1
  case $? in 0 | 23 | 24) ;; *) nk_all_placed= ;; esac
}
