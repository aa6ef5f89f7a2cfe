# shellcheck shell=sh
# Putting right, under the lock, what a run left behind that died.

nk_partials_kept=2

nk_recover() {
  rm -rf .nightkeep/unlocked.* .nightkeep/runs/.[!.]*
  nk_drop_dead_bases
  for nk_half in .nightkeep/snapshot.*; do nk_trash "$nk_half" "${nk_half#*snapshot.}"; done
  if [ -d .nightkeep/incoming ]; then
    if [ -f .nightkeep/incoming/.nightkeep-record ]; then
      # Whole, and died while it was published.
      nk_publish
      nk_emit recovered run "$nk_published_run" message "the run $nk_published_run was finished"
    else
      nk_set_aside_incoming
    fi
  fi
  if [ -d ./0 ] && [ -f ./0/.nightkeep-record ]; then
    nk_night 0
    nk_keep_record 0 "$nk_night_run"
  fi
  nk_drop_old_partials
}

# nk_set_aside_incoming: what was received becomes a further thing to link against. It is never written into again,
# since its files may share inodes with published nights, and rsync would change their attributes in place.
nk_set_aside_incoming() {
  # What can't be put in its place is only not linked against.
  nk_take_arrivals 'file patch' || :
  nk_dead=
  { IFS= read -r nk_dead <.nightkeep/incoming.run; } 2>/dev/null || :
  nk_is_id "$nk_dead" || nk_dead=unknown-$nk_run
  if [ -e ".nightkeep/partial/$nk_dead" ]; then nk_trash ".nightkeep/partial/$nk_dead" "$nk_dead"; fi
  mv .nightkeep/incoming ".nightkeep/partial/$nk_dead" || nk_cannot program-failed 'what a dead run left could not be moved'
  nk_emit set-aside run "$nk_dead" message "what the run $nk_dead had received is linked against"
}

nk_drop_old_partials() {
  set --
  for nk_partial in .nightkeep/partial/*; do
    [ ! -d "$nk_partial" ] || set -- "$@" "$nk_partial"
  done
  # Ids sort by time.
  while [ $# -gt $nk_partials_kept ]; do
    nk_trash "$1" "${1##*/}"
    shift
  done
}

# nk_drop_partials: after a night was published they are of no more use.
nk_drop_partials() {
  for nk_partial in .nightkeep/partial/*; do
    [ ! -d "$nk_partial" ] || nk_trash "$nk_partial" "${nk_partial##*/}"
  done
}
