# shellcheck shell=sh
# Runs on the server: the base of the next night, `.nightkeep/base`: a tree that equals the newest night in nearly
# everything, by hard links. A host compares its files with it and sends what differs, and that takes the place of what
# was there: so a night costs one walk, and neither the linking nor the deleting of all that stayed as it was.
#
# What the base holds is never trusted: all of it is compared. Nor is a file in it ever written to, since its inode
# belongs to published nights: it is unlinked, and another put there. So a base may be of an older night, or half done,
# and the new night is right all the same. prepare.sh makes it.
#
# `.nightkeep/base-links` has the names that may be one file in it, as rsync tells them; a run adds its own before
# anything of it can be in the base.

# nk_open_base: makes one where there is none, and finishes what a dead run left. The record that it came with, which
# tells what was plain, is taken away: a run that dies leaves none.
nk_open_base() {
  [ ! -h .nightkeep/base ] || nk_trash .nightkeep/base base
  nk_ready_base || nk_cannot 'the base of the new night could not be made'
  nk_open_links || nk_cannot 'the joined names could not be noted'
  nk_list_plain
  # Of what is a night's own, a run that died may have left anything; only what was received is wanted.
  set --
  for nk_own_name in .nightkeep/base/.nightkeep-[!p]*; do [ ! -e "$nk_own_name" ] || set -- "$@" "$nk_own_name"; done
  [ $# = 0 ] || rm -f "$@"
  if [ -d "$nk_patch" ]; then nk_merge; fi
  nk_bring_back || nk_cannot 'what had collapsed could not be brought back'
}

# nk_bring_back: what had collapsed in the night before may be there again, and need not be stored twice then: the base
# has what the last good night had of it.
nk_bring_back() {
  while IFS=$nk_tab read -r nk_linked_in nk_linked <&7; do
    nk_decode "$nk_linked"
    printf '%s\000' "${nk_decoded#/}" >"$nk_scratch/back-name" && nk_take_out .nightkeep/base "$nk_scratch/back-name" || return 1
    nk_early=yes
    nk_copy_linked "$nk_linked_in" "$nk_decoded" .nightkeep/base || :
    nk_links_from_root "./$nk_linked_in/.nightkeep-links" >>.nightkeep/base-links || return 1
  done 7<"$nk_scratch/back"
}

# nk_ready_base: where none was made behind the last night, now.
nk_ready_base() {
  nk_patch=.nightkeep/patch
  ! nk_keeps_snapshots || nk_patch=.nightkeep/base/.nightkeep-patch
  printf '%s\n' "$nk_patch" >"$nk_scratch/patch" || return 1
  [ ! -d .nightkeep/base ] || return 0
  rm -f .nightkeep/base-links
  if nk_keeps_snapshots; then
    nk_snapshot_base
  elif [ -d ./0 ]; then
    # What could not be linked, of files with too many names, is sent.
    cp -al ./0 .nightkeep/base-new 2>/dev/null || [ -d .nightkeep/base-new ] && mv .nightkeep/base-new .nightkeep/base
  else
    mkdir .nightkeep/base
  fi
}

# nk_open_links: the list may be a night's own file, which must not be written to.
nk_open_links() {
  if [ -e .nightkeep/base/.nightkeep-links ]; then
    # It stays until this is whole.
    if [ -s .nightkeep/base/.nightkeep-links ]; then
      nk_links_from_root .nightkeep/base/.nightkeep-links >.nightkeep/base-links
    else
      true >.nightkeep/base-links
    fi
  elif [ ! -e .nightkeep/base-links ]; then
    # Where no list tells, the tree itself does, at the price of a look at each of its files.
    if [ ! -d ./0 ]; then true >.nightkeep/base-links; else nk_joined_names .nightkeep/base >.nightkeep/base-links; fi
  fi
}

# nk_links_from_root LIST: a night's list of joined names, which an older one had by entry: a line `entry path=`, then
# `=NAME// => OTHER` from there.
nk_links_from_root() {
  awk "$nk_awk_names"'
    /^entry\t/ { of = as_rsync(substr($0, 13)) "/"; next }
    /^=/ { at = index($0, "// => "); print of substr($0, 2, at - 2) "// => " of substr($0, at + 6); next }
    { print }' "$1"
}

# nk_joined_names DIR: the joined names in a tree, as rsync tells them.
nk_joined_names() {
  mkdir -p "$nk_scratch/empty" &&
    rsync -naH -ii -8 --out-format='@%i|%n//%L' "$1/" "$nk_scratch/empty/" >"$nk_scratch/links-listed" &&
    awk '/^@h.*\/\/ => / { print substr($0, 14) }' "$nk_scratch/links-listed"
}

# nk_take_leaving: what is gone, and what was joined otherwise, leaves the base before the rest is sent.
nk_take_leaving() {
  nk_take_list "$nk_scratch/leaving"
  [ -s "$nk_scratch/leaving" ] || return 0
  nk_are_names "$nk_scratch/leaving" || nk_fail bad-input 'what leaves the night has no proper names'
  nk_take_out .nightkeep/base "$nk_scratch/leaving" || nk_cannot 'what is gone could not be taken out'
  cat "$nk_scratch/leaving" >>".nightkeep/changes/$nk_run" || nk_cannot 'what is gone could not be noted'
  nk_dies_at taken-out
}

# nk_take_joined: the list of the names that are joined now, before anything of them leaves or comes. Nothing here reads it:
# it is kept for the host's next run.
nk_take_joined() {
  nk_take_list "$nk_scratch/links"
  [ ! -s "$nk_scratch/links" ] || cat "$nk_scratch/links" >>.nightkeep/base-links || nk_cannot 'the joined names could not be noted'
}

# nk_merge: what was received takes the place of what was there.
nk_merge() {
  [ -d "$nk_patch" ] && [ ! -h "$nk_patch" ] || return 0
  nk_place_patch || nk_cannot 'what was received could not be put in its place'
  nk_dies_at merged
  nk_trash "$nk_patch" "patch-$nk_run"
}

nk_place_patch() {
  # What is the night's own comes from nobody.
  for nk_own_name in "$nk_patch"/.nightkeep*; do
    if [ -e "$nk_own_name" ] || [ -h "$nk_own_name" ]; then rm -rf "$nk_own_name" || return 1; fi
  done
  (cd "$nk_patch" && find . -print0) >"$nk_scratch/arrived" && nk_note_attributes || return 1
  # Names that became one file since the host looked for such are among what came.
  if [ -n "$(cd "$nk_patch" && find . ! -type d -links +1)" ]; then
    nk_joined_names "$nk_patch" >"$nk_scratch/links-came" && cat "$nk_scratch/links-came" >>.nightkeep/base-links || return 1
  fi
  nk_make_way || return 1
  nk_dies_at cleared
  # Nothing that it brings is there any more. If it were, it would not be written to.
  # shellcheck disable=SC2086 # one word, or none
  rsync "-aHS$nk_features" $nk_fine_times $nk_insecure --numeric-ids --ignore-existing --link-dest="$nk_top/$nk_patch" \
    --exclude=/.nightkeep-patch "$nk_top/$nk_patch/" "$nk_top/.nightkeep/base/" >/dev/null 2>"$nk_scratch/merge-errors" || nk_move_left || return 1
  # It has got the attributes of the host's root.
  chmod 700 .nightkeep/base
}

# nk_move_left: a file that could not be linked once more, because it has as many names as the disk allows, ends rsync.
# What is missing then is moved, with all that is in its folders.
nk_move_left() {
  grep -q 'Too many links' "$nk_scratch/merge-errors" || return 1
  # shellcheck disable=SC2016 # for the inner shells
  (cd "$nk_patch" && nk_to=$nk_top/.nightkeep/base nk_time=$nk_top/$nk_scratch/time xargs -0 sh -c '
    at=
    for name do
      [ "${name%/*}" != "$at" ] && { [ -h "$name" ] || [ ! -d "$name" ]; } && [ ! -h "$nk_to/$name" ] && [ ! -e "$nk_to/$name" ] || continue
      at=${name%/*}
      mkdir -p "$nk_to/$at" && touch -r "$at" "$nk_time" && (cd "$at" && find . ! -name . -prune ! -type d \
        -exec sh -c "(cd \"\$0\" && rm -f \"\$@\") && mv \"\$@\" \"\$0\"" "$nk_to/$at" {} +) && touch -r "$nk_time" "$at" || exit 255
    done' sh <"$nk_top/$nk_scratch/arrived") || return 1
  # The folders, and their times.
  # shellcheck disable=SC2086 # one word, or none
  rsync "-a$nk_features" $nk_fine_times --numeric-ids --include='*/' --exclude='*' "$nk_top/$nk_patch/" "$nk_top/.nightkeep/base/"
}

# nk_take_out TREE LIST: removes the names of LIST, whole, from TREE, and what is no folder though names lie below it.
# Nothing is removed by way of a symlink: one that stands in the way is itself what goes, and nothing is behind it then.
nk_take_out() {
  [ -s "$2" ] || return 0
  # shellcheck disable=SC2016 # for the inner shell
  (cd "$1" && xargs -0 sh -c "$nk_clear"'
    for name do
      name=./${name#./}
      clear_way "${name%/*}"
    done
    rm -rf -- "$@" 2>/dev/null && exit
    for name do printf "./%s\000" "${name#./}"; done | xargs -0 sh -c "find \"\$@\" -type d ! -perm -700 -exec chmod u+rwx {} + 2>/dev/null" sh
    rm -rf -- "$@"' sh) <"$2"
}

# nk_make_way: removes from the base what is to be replaced by what arrived, and notes that, for prepare.sh.
nk_make_way() {
  # shellcheck disable=SC2016 # for the inner shell
  (cd .nightkeep/base && nk_from=$nk_top/$nk_patch xargs -0 sh -c "$nk_clear"'
    for name do
      if [ -d "$nk_from/$name" ] && [ ! -h "$nk_from/$name" ]; then clear_way "$name"; else printf "%s\000" "$name" || exit 255; fi
    done' sh) <"$nk_scratch/arrived" >"$nk_scratch/replaced" &&
    cat "$nk_scratch/replaced" >>".nightkeep/changes/$nk_run" && nk_take_out .nightkeep/base "$nk_scratch/replaced"
}

# clear_way FOLDER: goes down to it from the top, or from where the way before led; the first that is something else is removed.
# Folders of a base belong to nobody else: they may be given the right to be changed, which what is received takes back.
# shellcheck disable=SC2016 # for the inner shell
nk_clear='
  clear=
  clear_way() {
    [ "$1" != "$clear" ] || return 0
    case $1 in "${clear%/*}"/*) at=${clear%/*} ;; *) at=. ;; esac
    rest=${1#"$at"}/
    while rest=${rest#/}; [ -n "$rest" ]; do
      at=$at/${rest%%/*} rest=${rest#*/}
      if [ -h "$at" ] || [ ! -d "$at" ]; then
        if [ -h "$at" ] || [ -e "$at" ]; then rm -f "$at" || exit 255; fi
        return 0
      fi
      [ -w "$at" ] && [ -x "$at" ] || chmod u+rwx "$at" || exit 255
    done
    clear=$1
  }'
