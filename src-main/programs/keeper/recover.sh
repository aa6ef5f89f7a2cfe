# shellcheck shell=sh
# Runs on the server, under the lock, when a session opens: puts right what a run left behind that died.

nk_recover() {
  set --
  for nk_remnant in .nightkeep/unlocked.* .nightkeep/runs/.[!.]* .nightkeep/base-new .nightkeep/base-links.new; do
    [ ! -e "$nk_remnant" ] || set -- "$@" "$nk_remnant"
  done
  [ $# = 0 ] || rm -rf "$@"
  nk_drop_dead_bases
  for nk_half_made in .nightkeep/snapshot.*; do nk_trash "$nk_half_made" "${nk_half_made#*snapshot.}"; done
  if [ -d .nightkeep/incoming ]; then
    if [ -f .nightkeep/incoming/.nightkeep-record ]; then
      # Whole, and died while it was published.
      nk_publish
      nk_emit recovered run "$nk_published_run" message "the run $nk_published_run was finished"
    elif [ ! -e .nightkeep/base ]; then
      # It was the base a moment ago.
      mv .nightkeep/incoming .nightkeep/base || nk_cannot 'what a dead run left could not be moved'
      nk_emit set-aside run '' message 'a run that died had not come to an end; this one goes on with what it received'
    else
      nk_trash .nightkeep/incoming "incoming-$nk_run"
    fi
  fi
  if [ -d ./0 ] && [ -f ./0/.nightkeep-record ]; then
    nk_night 0
    nk_keep_record 0 "$nk_night_run"
  fi
}

# nk_drop_dead_bases: those whose maker died, and what none came to make one of.
nk_drop_dead_bases() {
  nk_trash .nightkeep/spare spare
  for nk_dead_base in .nightkeep/making-*; do
    [ -d "$nk_dead_base" ] || continue
    nk_receiver_lives "${nk_dead_base##*/making-}" || nk_trash "$nk_dead_base" "${nk_dead_base##*/}"
  done
}
