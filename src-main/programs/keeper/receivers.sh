# shellcheck shell=sh
# Who writes into the night in progress beside its session: one process at a time, and none while the session works on
# what came, or after that. A receiver signs in first, as `.nightkeep/receivers/PID-BEGAN`, and looks then whether
# `lock/open` says yes; a session makes it say no first and ends then whoever signed in. So of two that do this in the
# same moment one sees the other, and nothing can write any more once a night is published.

# nk_in_progress: true where the run is the one that holds the lock, and its session waits for what is received.
nk_in_progress() {
  nk_running=
  { IFS= read -r nk_running <.nightkeep/lock/run; } 2>/dev/null || :
  nk_open=
  { IFS= read -r nk_open <.nightkeep/lock/open; } 2>/dev/null || :
  nk_is_id "$nk_run" && [ "$nk_running" = "$nk_run" ] && [ "$nk_open" = yes ]
}

# nk_sign_in: as the one that writes; fails, with $nk_why, where it may not.
nk_sign_in() {
  nk_why='this process can not be told from others'
  nk_process_began $$ || return 1
  nk_signed=.nightkeep/receivers/$$-$nk_began
  nk_why='it could not be noted who receives'
  { true >"$nk_signed"; } 2>/dev/null || return 1
  nk_why='this run is not in progress'
  nk_in_progress || nk_sign_out || return 1
  nk_why='something else is being received'
  nk_patience=0
  for nk_receiver in .nightkeep/receivers/*-*; do
    [ "$nk_receiver" != "$nk_signed" ] || continue
    while nk_receiver_lives "${nk_receiver##*/}"; do
      nk_patience=$((nk_patience + 1))
      [ $nk_patience -le 20 ] || nk_sign_out || return 1
      nk_nap
    done
  done
}

nk_sign_out() {
  rm -f "$nk_signed"
  return 1
}

# nk_nap: before another look. What is about to end is mostly gone at once.
nk_nap() {
  nk_nap_long=0.2
  [ "$nk_patience" -gt 3 ] || nk_nap_long=0.02
  sleep "$nk_nap_long" 2>/dev/null || sleep 1
}

# nk_receiver_lives PID-BEGAN
nk_receiver_lives() {
  nk_process_began "${1%%-*}" && [ "$nk_began" = "${1#*-}" ]
}

# nk_family PID: it and all that it has started, each as PID-BEGAN, into $nk_members.
nk_family() {
  nk_members=
  for nk_member in $({ ps -A -o pid= -o ppid= || ps -o pid,ppid; } 2>/dev/null | awk -v of="$1" '
    { parent[$1] = $2 }
    END {
      for (pid in parent) {
        at = pid
        for (up = 0; up < 50 && at != of && (at in parent); up++) at = parent[at]
        if (at == of) print pid
      }
    }'); do
    if nk_process_began "$nk_member"; then nk_members="$nk_members $nk_member-$nk_began"; fi
  done
}

# nk_end_receiver PID-BEGAN: with all it has started; TERM lets rsync keep what it has of a file. Fails where it lives on.
nk_end_receiver() {
  nk_receiver_lives "$1" || return 0
  # One whose host is done with it ends by itself.
  nk_patience=1
  nk_nap
  nk_receiver_lives "$1" || return 0
  nk_family "${1%%-*}"
  nk_doomed=$nk_members
  nk_patience=0
  while nk_any_lives; do
    nk_patience=$((nk_patience + 1))
    [ $nk_patience -le 60 ] || return 1
    if [ $nk_patience = 1 ]; then
      kill -TERM "${1%%-*}" 2>/dev/null
    elif [ $nk_patience -gt 10 ]; then
      # What stands still can't start another before it is ended.
      kill -STOP "${1%%-*}" 2>/dev/null
      nk_family "${1%%-*}"
      nk_doomed="$nk_doomed $nk_members"
      for nk_member in $nk_doomed; do
        ! nk_receiver_lives "$nk_member" || kill -KILL "${nk_member%%-*}" 2>/dev/null
      done
    fi
    nk_nap
  done
}

nk_any_lives() {
  for nk_member in $nk_doomed; do
    if nk_receiver_lives "$nk_member"; then return 0; fi
  done
  return 1
}

# nk_end_receivers: ends whatever still writes into the night.
nk_end_receivers() {
  printf 'no\n' >.nightkeep/lock/open || return 1
  for nk_receiver in .nightkeep/receivers/*-*; do
    [ ! -e "$nk_receiver" ] || nk_end_receiver "${nk_receiver##*/}" || return 1
  done
}

# nk_forget_receivers: those that have ended.
nk_forget_receivers() {
  set -- .nightkeep/receivers/*-*
  [ ! -e "$1" ] || rm -f "$@"
}
