# shellcheck shell=sh
# What a gate on the server adds (see programs/gate) does nothing where there is none.

# nk_note_refusal MESSAGE: a host asked for what it may not have.
nk_note_refusal() { :; }
# nk_guard_input: looks at what was asked, before anything is done.
nk_guard_input() { :; }
# nk_guard_session: looks at a run that is about to begin, under the lock.
nk_guard_session() { :; }
# nk_guard_command: looks at what a session was told.
nk_guard_command() { :; }
# nk_guard_fetch: looks at the hold, from within it.
nk_guard_fetch() { :; }
# nk_exec_rsync WORD ...: becomes the rsync that compares with the base, or receives into the current directory.
nk_exec_rsync() {
  [ -z "$nk_basis" ] || set -- "$@" "--compare-dest=$nk_basis"
  exec rsync "$@" . .
}
