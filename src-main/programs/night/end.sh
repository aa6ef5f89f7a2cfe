# shellcheck shell=sh
# Runs on the host: how a night ends before its time, and what it leaves behind: nothing.

nk_cleanup() {
  trap - EXIT HUP INT TERM PIPE
  cd /
  exec 3>&- 4<&-
  for nk_child in "$nk_looking" "$nk_sender" "$nk_watching_send"; do [ -z "$nk_child" ] || kill "$nk_child" 2>/dev/null; done
  [ -z "${nk_session_pid-}" ] || wait "$nk_session_pid" 2>/dev/null
  rm -rf "$nk_work"
}

# nk_interrupted: TERM and its like. Whoever sends it ends this process group; the server's session ends with its input.
nk_interrupted() {
  trap '' HUP INT TERM PIPE
  nk_cleanup
  exit 1
}

# nk_give_up CODE MESSAGE: the end of a run that failed.
nk_give_up() {
  nk_mail_failed "$1" "$2"
  nk_fail "$1" "$2"
}
