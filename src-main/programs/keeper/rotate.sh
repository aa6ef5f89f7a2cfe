# shellcheck shell=sh
# Publishing a night and letting go of the oldest, in $nk_top under the lock. Renames only, each step of which may be
# the last: whatever was done so far, the next run finds the lowest hole and goes on from there.

nk_lowest_hole() {
  nk_hole=0
  while [ -e "./$nk_hole" ] || [ -h "./$nk_hole" ]; do nk_hole=$((nk_hole + 1)); done
}

# nk_publish: .nightkeep/incoming, which has its record, becomes 0.
nk_publish() {
  nk_holds_lock || nk_fail locked 'the lock was lost: nothing was published'
  nk_night .nightkeep/incoming
  nk_published_run=$nk_night_run
  nk_dies_at before-shift
  nk_lowest_hole
  nk_shifted=$nk_hole
  while [ $nk_hole -gt 0 ]; do
    mv "./$((nk_hole - 1))" "./$nk_hole" || nk_cannot "night $((nk_hole - 1)) could not be renamed"
    nk_dies_at shifting
    nk_hole=$((nk_hole - 1))
  done
  nk_dies_at before-publish
  mv ./.nightkeep/incoming ./0 || nk_cannot 'the night could not be renamed to 0'
  nk_dies_at published
  nk_keep_record 0 "$nk_published_run"
}

# nk_keep_record NIGHT RUN: a copy of a night's record among those of all runs; written once.
nk_keep_record() {
  [ ! -e ".nightkeep/runs/$2" ] || return 0
  # Another name of the same file, which nobody writes to any more. Out of a subvolume it is a copy.
  ln "./$1/.nightkeep-record" ".nightkeep/runs/$2" 2>/dev/null ||
    { cp "./$1/.nightkeep-record" ".nightkeep/runs/.$2.$$" && mv ".nightkeep/runs/.$2.$$" ".nightkeep/runs/$2"; }
}

# nk_let_go NIGHTS [dry]: nights beyond the newest NIGHTS dates go: where a rule wants them longer (see longer.sh), there,
# else to the trash. Those of one date count as one, so that backing up twice on a day pushes no night out.
nk_let_go() {
  nk_dates=0 nk_last_date='' nk_leaving='' nk_go='' nk_dated=${nk_coming:+"$nk_coming $nk_published_run rotates$nk_newline"}
  nk_list_nights
  for nk_turn in $nk_nights_there; do
    nk_night "$nk_turn"
    if [ "$nk_night_date" != "$nk_last_date" ]; then
      nk_dates=$((nk_dates + 1))
      nk_last_date=$nk_night_date
    fi
    if [ "$nk_dates" -gt "$1" ]; then
      nk_leaving="$nk_leaving $nk_turn:$nk_night_run"
      nk_list_dated leaves
    else
      nk_list_dated rotates
    fi
  done
  nk_judge_longer
  for nk_leaver in $nk_leaving; do
    nk_turn=${nk_leaver%%:*} nk_night_run=${nk_leaver#*:}
    ! nk_stays_longer "$nk_turn" "${2-}" || continue
    [ -n "${2-}" ] || nk_spare_night "$nk_turn" || nk_trash "./$nk_turn" "$nk_night_run"
    nk_emit trashed run "$nk_night_run"
  done
  nk_thin_longer "${2-}"
}

# nk_spare_night INDEX: the newest of those that a run lets go is kept aside, for the next base. Never by way of the
# trash: who deletes there goes on deleting in what was moved elsewhere.
nk_spare_night() {
  [ -n "${nk_wants_spare-}" ] && mv "./$1" .nightkeep/spare || return 1
  nk_wants_spare=
}
