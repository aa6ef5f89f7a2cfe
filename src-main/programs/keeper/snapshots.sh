# shellcheck shell=sh
# Nights on btrfs. Each is a subvolume: a snapshot of the mirror (`.nightkeep/mirror`), a subvolume too, into which each
# run copies and which is never a night itself. No file of the mirror shares its inode with a night, so that rsync may
# change in place what changed and leave the rest alone. Where there is no mirror, a snapshot of the last night is one.
#
# While it is received into, the mirror is `.nightkeep/incoming`. What it had lies in `.nightkeep-last` in it; when an
# entry is received, its folder moves from there to its place first, and what is left in the end is removed.
# `.nightkeep-received` names what was received, `.nightkeep-half` which night the mirror was of before.
#
# What a dead run left is what the next one begins with: all that it has becomes `.nightkeep-last`, in which lies what
# that run had not come to yet, as `.nightkeep-last` again.

nk_layers_most=4

# nk_in_place: true where the night in progress is received in place.
nk_in_place() { [ -e "$nk_top/.nightkeep/lock/in-place" ]; }

# nk_make_incoming: the folder of the new night, as a subvolume where it can be one.
nk_make_incoming() {
  rm -f .nightkeep/lock/in-place .nightkeep/lock/resumed
  nk_half=.nightkeep/snapshot.$nk_run
  if nk_can_snapshot && nk_begin_night; then
    nk_dies_at begun
    mkdir "$nk_half/.nightkeep-arrived" && true >"$nk_half/.nightkeep-received" &&
      printf '%s\n' "$nk_layers $nk_last" >"$nk_half/.nightkeep-half" && true >.nightkeep/lock/in-place &&
      mv "$nk_half" .nightkeep/incoming && nk_trash .nightkeep/base "base-$nk_run"
  else
    mkdir .nightkeep/incoming
  fi
}

# nk_can_snapshot: the backupdir is on a btrfs, and the tools for that are here.
nk_can_snapshot() {
  [ "$(stat -f -c %T . 2>/dev/null)" = btrfs ] && command -v btrfs >/dev/null 2>&1 && nk_may_receive_in_place &&
    cp -a --reflink=auto .nightkeep/incoming.run .nightkeep/lock/reflink 2>/dev/null
}

# nk_begin_night: the mirror, or what a dead run left of it, or a snapshot of the last night, or nothing, as $nk_half.
nk_begin_night() {
  nk_layers=1 nk_last=-
  if [ -d ./0 ]; then
    nk_night 0
    nk_last=$nk_night_run
  fi
  if nk_take_mirror || nk_resume; then return 0; fi
  nk_trash .nightkeep/mirror "mirror-$nk_run"
  if [ -d ./0 ] && nk_is_subvolume ./0; then
    # Not yet where a night with a record is taken for a whole one.
    if ! btrfs subvolume snapshot ./0 "$nk_half" >/dev/null 2>&1 ||
      ! rm -f "$nk_half/.nightkeep-record" "$nk_half/.nightkeep-links" || ! nk_lay_aside; then
      nk_cannot program-failed 'no snapshot of the last night could be made'
    fi
  else
    btrfs subvolume create "$nk_half" >/dev/null 2>&1 && chmod 700 "$nk_half"
  fi
}

# nk_take_mirror: where it is of the last night.
nk_take_mirror() {
  nk_mirrored=
  { IFS= read -r nk_mirrored <.nightkeep/mirror/.nightkeep-of; } 2>/dev/null || return 1
  [ "$nk_mirrored" = "$nk_last" ] && mv .nightkeep/mirror "$nk_half" || return 1
  rm -f "$nk_half/.nightkeep-of" "$nk_half/.nightkeep-links"
  nk_lay_aside || nk_cannot program-failed 'the mirror of the last night could not be taken over'
}

# nk_resume: begins with what the last dead run left, where that began with the same night.
nk_resume() {
  nk_dead=
  for nk_partial in .nightkeep/partial/*; do
    [ ! -f "$nk_partial/.nightkeep-half" ] || nk_dead=$nk_partial
  done
  [ -n "$nk_dead" ] || return 1
  nk_began_with=
  { IFS= read -r nk_began_with <"$nk_dead/.nightkeep-half"; } 2>/dev/null || return 1
  nk_layers=$((${nk_began_with%% *} + 1))
  if [ "${nk_began_with#* }" != "$nk_last" ] || [ $nk_layers -gt $nk_layers_most ]; then
    nk_layers=1
    return 1
  fi
  mv "$nk_dead" "$nk_half" || return 1
  rm -rf "$nk_half/.nightkeep-half" "$nk_half/.nightkeep-links" "$nk_half/.nightkeep-arrived"
  true >.nightkeep/lock/resumed
  nk_lay_aside || nk_cannot program-failed 'what a dead run left could not be taken over'
}

# nk_lay_aside: all that is in $nk_half into its `.nightkeep-last`.
nk_lay_aside() (
  cd "$nk_half" || exit 1
  set --
  for nk_name in * .[!.]* ..?*; do
    if [ -e "./$nk_name" ] || [ -h "./$nk_name" ]; then set -- "$@" "./$nk_name"; fi
  done
  mkdir .nightkeep-next || exit 1
  [ $# = 0 ] || mv "$@" .nightkeep-next/ || exit 1
  mv .nightkeep-next .nightkeep-last
)

# nk_seal: makes of what was received the night, by a snapshot, which is on the disk then. Fails where the night is
# received in another way.
nk_seal() {
  nk_in_place || return 1
  # The first without which nothing else is taken over, should this be cut off.
  for nk_name in half last arrived received; do
    nk_remove ".nightkeep/incoming/.nightkeep-$nk_name" || nk_cannot program-failed 'what the night began with could not be removed'
  done
  nk_dies_at mirror-done
  nk_half=.nightkeep/snapshot.$nk_run
  btrfs subvolume snapshot .nightkeep/incoming "$nk_half" >/dev/null 2>&1 || nk_cannot program-failed 'no snapshot of what was received could be made'
  nk_dies_at snapshot-made
  printf '%s\n' "$nk_run" >.nightkeep/incoming/.nightkeep-of && mv .nightkeep/incoming .nightkeep/mirror &&
    mv "$nk_half" .nightkeep/incoming || nk_cannot program-failed 'the night could not be put in place of what was received'
  nk_dies_at sealed
}

# nk_remove PATH: of the night in progress. Its folders are its own: they may be given back the right to be emptied.
nk_remove() {
  rm -rf "$1" 2>/dev/null && return
  find "$1" -type d ! -perm -700 -exec chmod u+rwx {} + 2>/dev/null
  rm -rf "$1"
}

# nk_find_last PATH [untouched]: the part of `.nightkeep-last` to take PATH from into $nk_layer; with `untouched` only
# where no run has changed it. Fails where its files may be joined with some outside of PATH, which would change too.
nk_find_last() {
  nk_layer=.nightkeep/incoming/.nightkeep-last
  nk_encode "$1"
  nk_sought=$nk_encoded
  while [ -d "$nk_layer" ]; do
    if (cd "$nk_layer" && nk_leads_to "$1") 2>/dev/null; then
      if [ ! -e "$nk_layer/.nightkeep-received" ]; then
        nk_section_of "$nk_sought" && return
      elif [ -z "${2-}" ]; then
        ! grep -qxF -e "$nk_sought" "$nk_layer/.nightkeep-received" || return 0
      fi
    fi
    nk_layer=$nk_layer/.nightkeep-last
  done
  return 1
}

# nk_section_of ENCODED-PATH: the last night received it by itself.
nk_section_of() { grep -qxF -e "entry${nk_tab}path=$1" ./0/.nightkeep-links 2>/dev/null; }

# nk_may_enter: fails where what is received lies in what was received before, or around it, or was told of already.
nk_may_enter() {
  nk_encode "$nk_entry"
  if grep -qF -e "entry${nk_tab}path=$nk_encoded$nk_tab" .nightkeep/lock/entries; then return 1; fi
  nk_entering=$nk_encoded awk '
    { one = $0 "/"; other = ENVIRON["nk_entering"] "/" }
    one != other && (index(one, other) == 1 || index(other, one) == 1) { bad = 1 }
    END { exit bad }' .nightkeep/incoming/.nightkeep-received
}

# nk_enter_in_place: goes into the folder of the entry that is received, which is what it was in the last night; fails,
# with $nk_why, where it may not. rsync may come twice here, for what changed meanwhile.
nk_enter_in_place() {
  nk_why="$nk_entry has been received in this run"
  nk_may_enter || return 1
  nk_why="a part of $nk_entry is a symlink or a file in the night being received"
  (cd .nightkeep/incoming && nk_descend "${nk_entry%/*}" make) || return 1
  if [ ! -e ".nightkeep/incoming$nk_entry" ] && [ ! -h ".nightkeep/incoming$nk_entry" ]; then
    nk_begin_entry || return 1
  fi
  cd .nightkeep/incoming && nk_descend "$nk_entry"
}

# nk_begin_entry: its folder in the night, by one rename, or as a copy that shares its bytes, or empty.
nk_begin_entry() {
  nk_why="$nk_entry could not be begun"
  nk_also_night "$nk_entry"
  nk_encode "$nk_entry"
  printf '%s\n' "$nk_encoded" >>.nightkeep/incoming/.nightkeep-received || return 1
  if [ -z "$nk_also" ] && nk_find_last "$nk_entry" && [ -d "$nk_layer$nk_entry" ] && [ ! -h "$nk_layer$nk_entry" ]; then
    mv "$nk_layer$nk_entry" ".nightkeep/incoming$nk_entry"
    return
  fi
  nk_also=./${nk_also:-0}
  if (cd "$nk_also" && nk_descend "$nk_entry") 2>/dev/null; then
    # What it could not copy comes from the host.
    cp -a --reflink=auto "$nk_also$nk_entry" ".nightkeep/incoming$nk_entry" 2>/dev/null || :
  fi
  [ -d ".nightkeep/incoming$nk_entry" ] || mkdir ".nightkeep/incoming$nk_entry"
}

# nk_begin_file FOLDER: the single file that is received, as it was, into FOLDER.
nk_begin_file() {
  nk_layer=.nightkeep/incoming/.nightkeep-last
  while [ -d "$nk_layer" ] && ! nk_has_file "$nk_layer" "$nk_entry"; do nk_layer=$nk_layer/.nightkeep-last; done
  [ -d "$nk_layer" ] || nk_layer=./0
  ! nk_has_file "$nk_layer" "$nk_entry" || cp -a --reflink=auto "$nk_layer$nk_entry" "$1/" 2>/dev/null || :
}

nk_has_file() {
  (cd "$1" && nk_leads_to "$2") 2>/dev/null && [ -f "$1$2" ] && [ ! -h "$1$2" ]
}

# nk_keep_last PATH: PATH is in the night as it was in the last, by a rename. Fails where it can't be had so.
nk_keep_last() {
  nk_in_place && nk_find_last "$1" untouched && (cd .nightkeep/incoming && nk_descend "${1%/*}" make) || return 1
  mv "$nk_layer$1" ".nightkeep/incoming$1" || return 1
  nk_copy_parents 0 "${1%/*}" .nightkeep/incoming
  nk_copied_files=$nk_before_files nk_copied_bytes=$nk_before_bytes
  [ -n "$nk_copied_files" ] || nk_count_tree ".nightkeep/incoming$1"
}

# nk_copies_shared NIGHT TO: true where hard links can't lead from the one to the other, out of a subvolume.
nk_copies_shared() {
  nk_is_subvolume "./$1" || { [ "$2" = .nightkeep/incoming ] && nk_in_place; }
}

# nk_count_tree PATH: its files and bytes into $nk_copied_....
nk_count_tree() {
  mkdir -p "$nk_scratch/empty"
  if [ -d "$1" ] && [ ! -h "$1" ]; then set -- "$1/"; fi
  nk_stats=$(rsync -naH --stats "$1" "$nk_scratch/empty/") || return 1
  nk_read_stats "$nk_stats"
  nk_copied_files=$nk_stat_files nk_copied_bytes=$nk_stat_bytes
}
