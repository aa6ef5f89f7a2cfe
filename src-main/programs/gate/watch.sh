# shellcheck shell=sh
# Ends what takes too long, so that no host holds a lock or a process of the server for ever. A watcher is a process in
# the background that looks from time to time, and is gone soon after what it watches.

# nk_watch SECONDS [IDLE]: ends this process after so many seconds; with IDLE, also after so many in which a session
# heard nothing and nobody received.
nk_watch() {
  nk_stop_watch
  nk_process_began $$ || return 0
  nk_watched=$nk_began
  nk_watched_left=$1 nk_watched_idle=${2-}
  (
    exec </dev/null >/dev/null 2>&1
    trap '' HUP
    # What began this may have set it to end itself in its own way.
    trap - EXIT INT TERM PIPE
    nk_still=0 nk_step=15
    [ "$nk_watched_left" -gt 600 ] && [ "${nk_watched_idle:-600}" -ge 600 ] || nk_step=1
    # shellcheck disable=SC2030 # meant for the watcher alone
    nk_heard_last=
    while nk_receiver_lives "$$-$nk_watched"; do
      sleep $nk_step
      nk_watched_left=$((nk_watched_left - nk_step))
      if [ -n "$nk_watched_idle" ]; then
        nk_still=$((nk_still + nk_step))
        if nk_something_happened; then nk_still=0; fi
      fi
      if [ "$nk_watched_left" -le 0 ] || [ $nk_still -gt "${nk_watched_idle:-$nk_still}" ]; then
        nk_note_refusal 'it took too long, and was ended'
        kill -TERM $$
        sleep 5
        ! nk_receiver_lives "$$-$nk_watched" || kill -KILL $$
        exit
      fi
    done
  ) &
  nk_watcher=$!
}

nk_stop_watch() {
  [ -z "${nk_watcher-}" ] || kill "$nk_watcher" 2>/dev/null || :
  nk_watcher=
}

# nk_something_happened: a command was heard since, or an rsync receives.
nk_something_happened() {
  nk_heard_now=
  { IFS= read -r nk_heard_now <.nightkeep/lock/heard; } 2>/dev/null || :
  # shellcheck disable=SC2031 # called in the watcher only
  if [ "$nk_heard_now" != "$nk_heard_last" ]; then
    nk_heard_last=$nk_heard_now
    return 0
  fi
  for nk_watched_one in .nightkeep/receivers/*-*; do
    if nk_receiver_lives "${nk_watched_one##*/}"; then return 0; fi
  done
  return 1
}
