# shellcheck shell=sh
# A rename that is one. What mv can't rename it copies and deletes, through whatever symlink a customer puts into the way
# meanwhile, and into a folder that has the new name. The server of SFTP, which comes with sshd, has rename(2) itself. It
# is asked in its own protocol, since its client makes full paths of those that begin at the working directory.

# nk_probe_rename: where it is, into $nk_sftp; fails where it is not.
nk_probe_rename() {
  for nk_sftp in sftp-server /usr/libexec/sftp-server /usr/libexec/openssh/sftp-server /usr/lib/openssh/sftp-server \
    /usr/lib/ssh/sftp-server /usr/lib/misc/sftp-server /usr/local/libexec/sftp-server; do
    ! command -v "$nk_sftp" >/dev/null 2>&1 || return 0
  done
  return 1
}

# nk_rename FROM TO: fails where the system refuses it. Signals to end are ignored by who calls it.
nk_rename() {
  rm -f "$nk_notes/ask" "$nk_notes/answer"
  mkfifo "$nk_notes/ask" "$nk_notes/answer" || return
  "$nk_sftp" <"$nk_notes/ask" >"$nk_notes/answer" 2>/dev/null &
  nk_renamer=$!
  exec 5>"$nk_notes/ask" 6<"$nk_notes/answer"
  nk_rename_request "$1" "$2" >"$nk_notes/request"
  # Its version comes first, and then how it went: 101 is a status, with its code after a number of ours.
  {
    nk_u32 5
    printf '\001'
    nk_u32 3
    nk_u32 "$(wc -c <"$nk_notes/request")"
    cat "$nk_notes/request"
  } >&5 2>/dev/null
  nk_read_packet
  nk_read_packet
  exec 5>&- 6<&-
  wait $nk_renamer
  # Splitting is meant: the code ends with the ninth byte.
  # shellcheck disable=SC2086
  set -- $nk_packet
  [ "${1-}" = 101 ] && [ "$6$7$8$9" = 0000 ]
}

nk_rename_request() {
  printf '\310'
  nk_u32 1
  for nk_text in posix-rename@openssh.com "$1" "$2"; do
    nk_u32 "$(printf %s "$nk_text" | wc -c)"
    printf %s "$nk_text"
  done
}

nk_u32() {
  # shellcheck disable=SC2059 # four escapes of octal numbers
  printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) $(($1 & 255)))"
}

# nk_read_packet: its bytes as numbers, into $nk_packet.
nk_read_packet() {
  nk_packet=$(nk_bytes_as_numbers 4)
  # shellcheck disable=SC2086
  set -- $nk_packet
  [ $# = 4 ] || return 1
  nk_packet=$(nk_bytes_as_numbers $((($1 * 256 + $2) * 65536 + $3 * 256 + $4)))
}

nk_bytes_as_numbers() { dd bs=1 count="$1" <&6 2>/dev/null | od -An -v -tu1; }
