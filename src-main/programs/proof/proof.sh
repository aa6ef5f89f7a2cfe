# shellcheck shell=sh
# What the programs of the proof have in common. Their notes lie in `.nightkeep/proof` of the backupdir, where only the
# server's own programs write: `notes` and `done`, a line a file (see notes.sh), `state` and `rehearsed`, what was found.

# nk_begin_proof: in $nk_proof from here on, alone, at low priority. The night comes first: where one is at work, this
# does not begin.
nk_begin_proof() {
  cd -P -- "$nk_base/" || nk_fail program-failed "$nk_base can not be entered"
  [ -d .nightkeep ] || nk_fail not-found "$nk_backupdir has no night yet that Nightkeep made"
  nk_stale_lock=no
  if nk_lock_holder; then
    ! nk_owner_lives || nk_refuse_locked
    nk_stale_lock=yes
  fi
  nk_proof=$nk_base/.nightkeep/proof
  # The lock of lock.sh is one of the folder that it is taken in.
  mkdir -p "$nk_proof/.nightkeep" 2>/dev/null || nk_fail_to_write "$nk_base/.nightkeep"
  nk_private
  trap nk_end_of_proof EXIT
  cd "$nk_proof" || nk_fail program-failed "$nk_proof can not be entered"
  nk_top=$nk_proof
  nk_lock proof '' "$nk_moment"
  nk_locked=yes
  renice -n 19 -p $$ >/dev/null 2>&1
  ionice -c 3 -p $$ >/dev/null 2>&1
  # What one that was killed left; nobody else is at it.
  nk_remove_scratch
}
nk_locked=no

nk_remove_scratch() {
  [ -e "$nk_proof/scratch" ] || return 0
  rm -rf "$nk_proof/scratch" 2>/dev/null || {
    find "$nk_proof/scratch" -type d ! -perm -700 -exec chmod u+rwx {} + 2>/dev/null
    rm -rf "$nk_proof/scratch"
  }
}

nk_end_of_proof() {
  # A second wish for an end must not end this.
  trap '' HUP INT TERM PIPE
  rm -rf "$nk_notes"
  [ "$nk_locked" = yes ] && cd "$nk_proof" || return 0
  nk_remove_scratch
  nk_unlock
}

# nk_night_begins: whether somebody else needs this backupdir now. No process is spent on it.
nk_night_begins() { [ "$nk_stale_lock" = no ] && [ -e "$nk_base/.nightkeep/lock/owner" ]; }

# nk_is_later A B: of two times, ISO 8601 in UTC.
nk_is_later() {
  nk_a=$1 nk_b=$2 awk 'BEGIN { exit !(substr(ENVIRON["nk_a"], 1, 19) > substr(ENVIRON["nk_b"], 1, 19)) }'
}
