# shellcheck shell=sh
# The host asks its server's keeper for a held tarball.

# nk_ask: the keeper's text and what it is asked, for stdin of the server.
nk_ask() {
  nk_say_program "$nk_keeper"
  nk_ask_line verb fetch
  nk_ask_line backupdir "$nk_backupdir"
  nk_ask_line hold "$nk_hold"
  nk_ask_line name "$nk_tarball"
  printf '.\n'
}

nk_ask_line() {
  nk_encode "$2"
  printf '%s %s\n' "$1" "$nk_encoded"
}

# nk_size_of FILE: without opening it, into $nk_size.
nk_size_of() {
  # Splitting is meant: the fifth word is the size.
  # shellcheck disable=SC2012,SC2046
  set -- $(ls -dn "$1" 2>/dev/null | awk 'NR == 1 { print $5 }')
  nk_size=${1:-}
}

# nk_watch_file: says how much has come, once a second, while that grows.
nk_watch_file() {
  nk_seen=
  while sleep 1 >/dev/null 2>&1; do
    nk_size_of "$nk_file"
    [ "$nk_size" = "$nk_seen" ] || nk_emit progress done "$nk_size" total "$nk_bytes"
    nk_seen=$nk_size
  done
}

# nk_receive: the tarball's bytes to descriptor 3, and their checksum into the notes. Says in files how the ends fared,
# since a pipe tells only its last.
nk_receive() {
  nk_begin_sum
  {
    nk_ask | nk_ssh "$nk_server" 2>"$nk_notes/ssh-said"
    echo "$?" >"$nk_notes/ssh"
  } | {
    nk_hear_head
    printf '%s\n' "$nk_head" >"$nk_notes/head"
    case $nk_head in
      tarball"$nk_tab"*) nk_write_and_sum ;;
    esac
  } &
  nk_await $!
}

# nk_hear_head: the line before the tarball into $nk_head, or what was said instead. What the login on the server prints
# comes before it.
nk_hear_head() {
  nk_head='' nk_lines=0
  while [ $nk_lines -lt 10000 ] && IFS= read -r nk_heard; do
    nk_lines=$((nk_lines + 1))
    nk_head=$nk_heard
    case $nk_heard in
      *tarball"$nk_tab"bytes=*)
        nk_head=tarball$nk_tab${nk_heard#*tarball"$nk_tab"}
        return
        ;;
      *error"$nk_tab"code=*"$nk_tab"message=*)
        nk_head=error$nk_tab${nk_heard#*error"$nk_tab"}
        return
        ;;
    esac
  done
}

nk_judge_transfer() {
  nk_head=$(cat "$nk_notes/head")
  case $nk_head in
    error"$nk_tab"*)
      printf '%s\n' "$nk_head"
      exit 1
      ;;
    tarball"$nk_tab"*) ;;
    *)
      nk_ssh_said=$(tail -n 1 "$nk_notes/ssh-said")
      nk_ssh_said=${nk_ssh_said:-$nk_head}
      nk_fail unreachable "the host can not fetch from $nk_server: ${nk_ssh_said:-ssh ended with exit code $(cat "$nk_notes/ssh")}"
      ;;
  esac
  nk_end_sum
}
