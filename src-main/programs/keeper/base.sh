# shellcheck shell=sh
# The base of the next night, `.nightkeep/base`: a tree that equals the newest night in nearly everything, by hard links.
# A host compares its files with it and sends what differs, and that takes the place of what was there: so a night costs
# one walk, and neither the linking nor the deleting of all that stayed as it was.
#
# What the base holds is never trusted: all of it is compared. Nor is a file in it ever written to, since its inode
# belongs to published nights: it is unlinked, and another put there. So a base may be of an older night, or half done,
# and the new night is right all the same. prepare.sh makes it.

# nk_open_base: whether there is one, into $nk_based. The list of its joined names, and the record of the night it was,
# are taken away: should this run die, what it joined stands in no list, and is looked for in the tree itself. What a
# dead run took away tells nothing of what it left.
nk_open_base() {
  nk_based=
  rm -f "$nk_scratch/base-links" "$nk_scratch/base-record"
  [ -d .nightkeep/base ] && [ ! -h .nightkeep/base ] || return 0
  nk_based=yes
  mv .nightkeep/base/.nightkeep-record "$nk_scratch/base-record" 2>/dev/null || :
  mv .nightkeep/base/.nightkeep-links "$nk_scratch/base-links" 2>/dev/null || :
}

# nk_enter_base: to where a receiver compares, and writes nothing.
nk_enter_base() {
  nk_why="there is no base of $nk_entry"
  cd .nightkeep/base 2>/dev/null && nk_descend "$nk_entry"
}

# nk_take_merge: what the host asks as `merge`: the entry of the base, changed as the host says, goes into the night. On
# stdin the names that are gone, up to a line `.`; nobody sends more before the answer. Where it could not be done, the
# host is told so, and sends the whole entry.
nk_take_merge() {
  nk_merged=
  # Up to its end, or the host was cut off.
  sed '/^\.$/q' >"$nk_scratch/gone.read" && [ "$(tail -n 1 "$nk_scratch/gone.read")" = . ] ||
    nk_fail program-failed "what is gone from $nk_path could not be read"
  nk_is_whole_path "$nk_path" || nk_fail bad-input "$nk_path can't be an entry"
  sed '$d' "$nk_scratch/gone.read" >"$nk_scratch/gone" || nk_fail program-failed "what is gone from $nk_path could not be read"
  nk_are_names "$nk_scratch/gone" || nk_fail bad-input "what is gone from $nk_path has no proper names"
  nk_find_patch
  (cd .nightkeep/base 2>/dev/null && nk_descend "$nk_path") || return 0
  if nk_merge; then
    nk_merged=yes
  else
    nk_trash ".nightkeep/base$nk_path" "base-$nk_run"
  fi
  # Its files are in the night by now. Nobody has to wait until their other names are gone.
  [ -z "$nk_patch" ] || nk_trash "${nk_patch%/tree}" "arrived-$nk_run"
}

# nk_are_names LIST: false where one leads out of its folder. rsync never escapes a dot or a slash.
nk_are_names() {
  awk '
    $0 == "" || /\\#(056|057|000)/ { bad = 1 }
    { for (parts = split($0, part, "/"); parts > 0; parts--) if (part[parts] ~ /^\.?\.?$/) bad = 1 }
    END { exit bad }' "$1"
}

# nk_find_patch: what arrived of the entry's changes into $nk_patch; nothing where all that changed is gone.
nk_find_patch() {
  nk_patch=
  nk_encode "$nk_path"
  for nk_arrival in .nightkeep/arrived/*; do
    nk_arrived='' nk_of=
    { IFS= read -r nk_arrived && IFS= read -r nk_of; } 2>/dev/null <"$nk_arrival/of" || :
    [ "$nk_arrived $nk_of" != "patch $nk_encoded" ] || nk_patch=$nk_top/$nk_arrival/tree
  done
}

nk_merge() {
  : >"$nk_scratch/files"
  : >"$nk_scratch/folders"
  [ -z "$nk_patch" ] || nk_list_tree "$nk_patch" "$nk_scratch/files" "$nk_scratch/folders" || return 1
  sort -u "$nk_scratch/files" "$nk_scratch/gone" >"$nk_scratch/leaving" || return 1
  (cd ".nightkeep/base$nk_path" && nk_take_out "$nk_top/$nk_scratch/leaving" "$nk_top/$nk_scratch/folders") || return 1
  nk_dies_at taken-out
  if [ -n "$nk_patch" ]; then
    # Nothing that it brings is there any more. If it were, it would not be written to.
    # shellcheck disable=SC2086 # one word, or none
    rsync "-aHS$nk_features" $nk_fine_times $nk_insecure --numeric-ids --ignore-existing --link-dest="$nk_patch" \
      "$nk_patch/" "$nk_top/.nightkeep/base$nk_path/" >/dev/null 2>&1 || return 1
  fi
  nk_dies_at merged
  nk_note_changes "$nk_scratch/leaving" || return 1
  (cd .nightkeep/incoming && nk_descend "${nk_path%/*}" make && [ ! -e "./${nk_path##*/}" ]) || return 1
  mv ".nightkeep/base$nk_path" ".nightkeep/incoming$nk_path"
}

# nk_list_tree DIR FILES FOLDERS: the names in it as rsync prints them, folders apart from all else; fails where it could
# not be read whole.
nk_list_tree() {
  (cd "$1" && find . -name '*[[:cntrl:]\\]*') >"$2.found" || return 1
  if [ -s "$2.found" ]; then
    nk_list_odd_tree "$@"
    return
  fi
  (cd "$1" && find . ! -type d) >"$2.found" && sed -n 's,^\./,,p' "$2.found" >"$2" &&
    (cd "$1" && find . -type d) >"$2.found" && sed -n 's,^\./,,p' "$2.found" >"$3"
}

# nk_list_odd_tree DIR FILES FOLDERS: the same by rsync, where it would show some of the names in another way than find.
nk_list_odd_tree() {
  mkdir -p "$nk_scratch/empty"
  {
    rsync -na -ii -8 --out-format='@%i|%n//' "$1/" "$nk_scratch/empty/"
    printf 'exit %s\n' $?
  } | awk -v files="$2" -v folders="$3" '
    /^@/ {
      name = substr($0, 14, index($0, "//") - 14)
      if (name != "." && name != "") print name > (substr($0, 3, 1) == "d" ? folders : files)
    }
    /^exit / { status = $2 }
    END { exit status != 0 }'
}

# nk_changes_of PATH: the list of what changed in an entry in this run, into $nk_changes; fails where it was not merged.
nk_changes_of() {
  nk_encode "$1"
  nk_changes=$(grep -nxF -e "$nk_encoded" ".nightkeep/changes/$nk_run/entries" 2>/dev/null | sed 's/:.*//;q')
  [ -n "$nk_changes" ] && nk_changes=.nightkeep/changes/$nk_run/$nk_changes
}

# nk_note_changes LIST: for the entry, the names that are other files than in the base, for prepare.sh.
nk_note_changes() {
  nk_changes=.nightkeep/changes/$nk_run
  mkdir -p "$nk_changes" || return 1
  nk_encode "$nk_path"
  printf '%s\n' "$nk_encoded" >>"$nk_changes/entries" && mv "$1" "$nk_changes/$(grep -c '' "$nk_changes/entries")"
}
