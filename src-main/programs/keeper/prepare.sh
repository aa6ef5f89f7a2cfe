# shellcheck shell=sh
# Making the base of the next night (see base.sh), in the background when a night was published: the night that left
# rotation, in which the names that changed since (`.nightkeep/changes/RUN`) are linked anew with the newest night.
# Where these are not known, an entry is a copy of the newest night's by hard links.

# nk_prepare_base: needs no lock, since nobody else knows what it makes until that is done.
nk_prepare_base() {
  # Links don't lead out of a night that is a snapshot, and its mirror is the base of the next (see snapshots.sh).
  ! nk_is_subvolume ./0 || return 0
  # Its own process, which outlives the session's.
  nk_maker=$(exec sh -c 'printf "%s\n" "$PPID"')
  [ -d ./0 ] && [ ! -e .nightkeep/base ] && nk_process_began "$nk_maker" || return 0
  nk_making=.nightkeep/making-$nk_maker-$nk_began
  mkdir "$nk_making" || return 0
  if mv .nightkeep/spare "$nk_making/tree" 2>/dev/null; then
    nk_refresh_base
  else
    cp -al ./0 "$nk_making/tree" 2>/dev/null
  fi && [ ! -e .nightkeep/base ] && mv "$nk_making/tree" .nightkeep/base
  rm -rf "$nk_making/names"*
  rmdir "$nk_making" 2>/dev/null || nk_trash "$nk_making" "${nk_making##*/}"
  nk_drop_changes
}

# nk_refresh_base: brings each entry of the night that left near to the newest one.
nk_refresh_base() {
  awk -F "$nk_tab" '$1 == "entry" { print substr($2, 6) }' ./0/.nightkeep-links 2>/dev/null >"$nk_making/names.entries"
  while IFS= read -r nk_listed; do
    nk_decode "$nk_listed"
    nk_refreshed=$nk_decoded
    nk_is_whole_path "$nk_refreshed" || continue
    nk_refresh_entry "$nk_refreshed" || nk_copy_to_base "$nk_refreshed" || return 1
  done <"$nk_making/names.entries"
}

# nk_refresh_entry PATH
nk_refresh_entry() {
  (cd "$nk_making/tree" && nk_descend "$1") && (cd ./0 && nk_descend "$1") && nk_changed_since || return 1
  nk_names=$nk_top/$nk_making/names
  : >"$nk_names.none"
  (cd "$nk_making/tree$1" && nk_take_out "$nk_names" "$nk_names.none") || return 1
  nk_only_reachable "./0$1" || return 1
  (cd "./0$1" && nk_link_names "$nk_names.left" "$nk_top/$nk_making/tree$1")
}

# nk_link_names LIST TO: its names in the current folder by hard links to the same names in TO, where none of them is.
# What could not be linked is sent by the host again.
nk_link_names() {
  case $(cp --help 2>&1) in
    *--parents*)
      # shellcheck disable=SC2016 # for the inner shell
      nk_raw_names "$1" | xargs -0 sh -c '[ $# = 0 ] || find "$@" -prune ! -type d -print0' sh 2>/dev/null |
        nk_to=$2 xargs -0 sh -c '[ $# = 0 ] || exec cp -al --parents -- "$@" "$nk_to"' sh 2>/dev/null || :
      ;;
    *)
      nk_raw_names "$1" >"$1.raw"
      # shellcheck disable=SC2086 # one word, or none
      rsync "-aHS$nk_features" $nk_fine_times $nk_insecure --no-r --numeric-ids --ignore-existing --ignore-missing-args \
        --from0 --files-from="$1.raw" --link-dest="$PWD" ./ "$2/" >/dev/null 2>&1 || :
      ;;
  esac
}

# nk_changed_since: the names of $nk_refreshed that changed in any of the nights, into the list $nk_making/names; fails
# where one does not tell.
nk_changed_since() {
  set --
  nk_list_nights
  for nk_index in $nk_nights_there; do
    nk_night "$nk_index"
    nk_run=$nk_night_run
    nk_changes_of "$nk_refreshed" || return 1
    set -- "$@" "$nk_changes"
  done
  sort -u "$@" >"$nk_making/names"
}

# nk_only_reachable DIR: of the list, into $nk_names.left, what no symlink or file stands before in that folder.
nk_only_reachable() {
  nk_ways "$nk_names" >"$nk_names.above" && sort -u "$nk_names.above" >"$nk_names.ways" || return 1
  (cd "$1" && nk_not_folders "$nk_names.ways") >"$nk_names.odds" && sed 's,^\./,,' "$nk_names.odds" >"$nk_names.bad" || return 1
  awk -v bad="$nk_names.bad" '
    BEGIN { while ((getline line < bad) > 0) stands[line] = any = 1 }
    # find shows a name as it is: which of those in the list is meant is not told where that is escaped.
    any && /\\#[0-7]/ { next }
    {
      for (way = $0; any && match(way, /\/[^\/]*$/); ) {
        way = substr(way, 1, RSTART - 1)
        if (way in stands) next
      }
      print
    }' "$nk_names" >"$nk_names.left"
}

# nk_copy_to_base PATH: by hard links from the newest night.
nk_copy_to_base() {
  rm -rf "$nk_making/tree$1" && (cd "$nk_making/tree" && nk_descend "${1%/*}" make) || return 1
  cp -al "./0$1" "$nk_making/tree$1" 2>/dev/null
}

# nk_drop_dead_bases: those whose maker died, and what none came to make one of.
nk_drop_dead_bases() {
  nk_trash .nightkeep/spare spare
  for nk_dead_base in .nightkeep/making-*; do
    [ -d "$nk_dead_base" ] || continue
    nk_receiver_lives "${nk_dead_base##*/making-}" || nk_trash "$nk_dead_base" "${nk_dead_base##*/}"
  done
}

# nk_drop_changes: of nights that are not kept any more. Looks first at what there is and then at what is needed: a run
# that begins meanwhile keeps its own.
nk_drop_changes() {
  set -- .nightkeep/changes/*
  nk_running=
  { IFS= read -r nk_running <.nightkeep/incoming.run; } 2>/dev/null || :
  nk_kept=/$nk_running/
  nk_list_nights
  for nk_index in $nk_nights_there; do
    nk_night "$nk_index"
    nk_kept=$nk_kept$nk_night_run/
  done
  for nk_changes; do
    case $nk_kept in *"/${nk_changes##*/}/"*) ;; *) rm -rf "$nk_changes" ;; esac
  done
}
