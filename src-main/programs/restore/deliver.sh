# shellcheck shell=sh
# Brings a held tarball to this host and puts it into a customer's root, under a name that was free.
#
# Whoever is root in the jail may rename, replace and link anything in there at any moment. So the bytes are received
# and checked in a folder outside of it, on the same file system, and appear inside by one link(2), which follows no
# symlink and replaces nothing. The target is named `.`, the root itself, entered and checked before: given a name, ln
# would go into a folder of that name, or one that a symlink of that name points to.
#
# Where the root is a file system of its own, nothing outside can be linked into it. Then the bytes are received
# inside, under a name that can't be foreseen, through a descriptor opened once, and are checked through another; a
# link can't lead out of that file system either.

nk_input() {
  case $1 in
    root) nk_root=$2 ;;
    name) nk_name=$2 ;;
    server) nk_server=$2 ;;
    backupdir) nk_backupdir=$2 ;;
    hold) nk_hold=$2 ;;
    tarball) nk_tarball=$2 ;;
    bytes) nk_bytes=$2 ;;
    sha256) nk_expected=$2 ;;
  esac
}

nk_check_input() {
  case $nk_root in /*) ;; *) nk_fail bad-input "$nk_root is not a full path" ;; esac
  case $nk_name$nk_tarball in .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a tarball can not be called $nk_name" ;; esac
  case $nk_bytes in '' | *[!0-9]*) nk_fail bad-input 'the size is no number' ;; esac
  case $nk_expected in '' | *[!0-9a-f]*) nk_fail bad-input 'the checksum is none' ;; esac
  case $nk_server in '' | -* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a server can not be called $nk_server" ;; esac
  command -v ssh >/dev/null 2>&1 || nk_fail missing-tool 'ssh is not installed on the host'
}

# nk_greater A B: for numbers beyond the arithmetic of the shell.
nk_greater() {
  awk -v a="$1" -v b="$2" 'BEGIN { exit !(a + 0 > b + 0) }'
}

nk_check_space() {
  nk_free .
  if [ -n "$nk_free_bytes" ] && nk_greater "$nk_bytes" "$nk_free_bytes"; then
    nk_fail no-space "$nk_root has $nk_free_bytes bytes free, and the tarball has $nk_bytes" free "$nk_free_bytes" needed "$nk_bytes"
  fi
}

nk_is_plain() { [ -f "./$1" ] && [ ! -L "./$1" ]; }

# nk_size_of FILE: without opening it, into $nk_size.
nk_size_of() {
  # Splitting is meant: the fifth word is the size.
  # shellcheck disable=SC2012,SC2046
  set -- $(ls -dn "$1" 2>/dev/null | awk 'NR == 1 { print $5 }')
  nk_size=${1:-}
}

nk_inode_of() {
  # shellcheck disable=SC2012,SC2046
  set -- $(ls -di "$1" 2>/dev/null | awk 'NR == 1 { print $1 }')
  nk_inode=${1:-none}
}

# nk_delivered_before: the same tarball lies there already, from a try whose end was not heard of.
nk_delivered_before() {
  nk_number=1
  nk_numbered 1
  while nk_taken "$nk_final" && [ "$nk_number" -lt 100 ]; do
    nk_size_of "./$nk_final"
    if nk_is_plain "$nk_final" && [ "$nk_size" = "$nk_bytes" ]; then
      nk_sha256 <"./$nk_final"
      [ "$nk_sum" != "$nk_expected" ] || return 0
    fi
    nk_number=$((nk_number + 1))
    nk_numbered "$nk_number"
  done
  return 1
}

# nk_make_stage: where the bytes are received, into $nk_stage, and the file into $nk_file. Sets $nk_inside.
nk_make_stage() {
  nk_random=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  [ ${#nk_random} = 24 ] || nk_fail program-failed 'there is no /dev/urandom to take a name from'
  nk_inside=yes
  # What a delivery that was killed left behind, a day later.
  find "${nk_place%/*}"/.nightkeep-restore-* -prune -mtime +1 -exec rm -rf {} + 2>/dev/null
  find ./.nightkeep-restore-* -prune -type f -mtime +1 -exec rm -f {} + 2>/dev/null
  nk_stage=${nk_place%/*}/.nightkeep-restore-$nk_random
  if [ "$nk_root" != / ] && mkdir "$nk_stage" 2>/dev/null; then
    nk_probe=probe-$nk_random
    if : >"$nk_stage/$nk_probe" && ln "$nk_stage/$nk_probe" . 2>/dev/null; then
      nk_inside=no
      rm -f "./$nk_probe"
    fi
    rm -f "$nk_stage/$nk_probe"
  fi
  if [ "$nk_inside" = no ]; then
    nk_file=$nk_stage/$nk_random
    return
  fi
  [ ! -d "$nk_stage" ] || rmdir "$nk_stage"
  nk_stage=
  nk_file=./.nightkeep-restore-$nk_random
  nk_probe_link
}

# nk_probe_link: how this machine's ln links a name as it is, into $nk_link: not what a symlink points to, and not into
# a folder of the new name.
nk_probe_link() {
  : >"$nk_notes/a"
  for nk_link in 'ln -PT' 'ln -T' 'ln -Ph'; do
    rm -f "$nk_notes/b"
    if $nk_link "$nk_notes/a" "$nk_notes/b" 2>/dev/null && [ ! -L "$nk_notes/b" ]; then return; fi
  done
  nk_fail missing-tool 'the ln of this host can not link without following'
}

nk_clean_up() {
  [ -z "$nk_watcher" ] || kill "$nk_watcher" 2>/dev/null
  [ -z "$nk_file" ] || rm -f "$nk_file"
  if [ -n "$nk_stage" ] && [ -d "$nk_stage" ]; then rm -rf "$nk_stage"; fi
  rm -rf "$nk_notes"
}

# nk_ask: the keeper's text and what it is asked, for stdin of the server.
nk_ask() {
  printf '%s\n#nightkeep-end\n' "$nk_keeper"
  for nk_pair in verb fetch backupdir "$nk_backupdir" hold "$nk_hold" name "$nk_tarball"; do
    nk_encode "$nk_pair"
    if [ -z "$nk_key" ]; then
      nk_key=$nk_encoded
    else
      printf '%s %s\n' "$nk_key" "$nk_encoded"
      nk_key=
    fi
  done
  printf '.\n'
}

# nk_watch_file: says how much has come, once a second, while that grows.
nk_watch_file() {
  nk_seen=
  while sleep 1 </dev/null >/dev/null 2>&1; do
    nk_size_of "$nk_file"
    [ "$nk_size" = "$nk_seen" ] || nk_emit progress done "$nk_size" total "$nk_bytes"
    nk_seen=$nk_size
  done
}

# nk_receive: the tarball's bytes to descriptor 3. Says in files how the ends fared, since a pipe tells only its last.
nk_receive() {
  nk_key=
  {
    nk_ask | nk_ssh "$nk_server" 2>"$nk_notes/ssh-said"
    echo "$?" >"$nk_notes/ssh"
  } | {
    nk_head=
    IFS= read -r nk_head
    printf '%s\n' "$nk_head" >"$nk_notes/head"
    case $nk_head in
      tarball"$nk_tab"*)
        cat >&3 2>"$nk_notes/write-said"
        echo "$?" >"$nk_notes/write"
        ;;
    esac
  }
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
      nk_said=$(tail -n 1 "$nk_notes/ssh-said")
      nk_fail unreachable "the host can not fetch from $nk_server: ${nk_said:-ssh ended with exit code $(cat "$nk_notes/ssh")}"
      ;;
  esac
  if [ "$(cat "$nk_notes/write")" != 0 ]; then
    nk_said=$(cat "$nk_notes/write-said")
    case $nk_said in
      *'No space left'* | *'uota exceeded'*) nk_fail no-space "$nk_root became full while the tarball was copied" ;;
    esac
    nk_fail program-failed "the tarball can not be written into $nk_root: $nk_said"
  fi
}

# nk_verify_file: through the descriptor that was opened with the file.
nk_verify_file() {
  nk_emit verifying
  nk_sha256 <&4
  [ "$nk_sum" = "$nk_expected" ] ||
    nk_fail checksum-mismatch "what arrived in $nk_root is not what $nk_server sent; nothing was left there" expected "$nk_expected" found "$nk_sum"
}

# The tarball belongs to whom the customer's / belongs to, whose root may be another number on the host.
nk_give_to_customer() {
  [ "$(id -u)" = 0 ] || return 0
  # shellcheck disable=SC2012,SC2046
  set -- $(ls -dn . | awk 'NR == 1 { print $3, $4 }')
  [ "${1:-0}:${2:-0}" = 0:0 ] || chown -h "$1:$2" "$nk_file" || nk_fail permission-denied "the tarball can not be given to $1:$2"
}

# nk_put NAME: links the file to that name; fails where it is taken.
nk_put() {
  if [ "$nk_inside" = yes ]; then
    $nk_link "$nk_file" "./$1" 2>"$nk_notes/link-said"
  else
    mv -f "$nk_file" "$nk_stage/$1" || nk_fail program-failed "$nk_stage was meddled with"
    nk_file=$nk_stage/$1
    ln "$nk_file" . 2>"$nk_notes/link-said"
  fi
}

# nk_publish: the first name that is free, into $nk_final.
nk_publish() {
  nk_number=1
  while :; do
    nk_numbered "$nk_number"
    if ! nk_taken "$nk_final" && nk_put "$nk_final"; then return; fi
    nk_taken "$nk_final" || nk_fail program-failed "the tarball can not be put into $nk_root: $(cat "$nk_notes/link-said")"
    nk_number=$((nk_number + 1))
    [ "$nk_number" -lt 1000 ] || nk_fail conflict "a thousand names beginning with $nk_name are taken in $nk_root"
  done
}

# nk_verify_final: the name leads to the file that was checked.
nk_verify_final() {
  nk_inode_of "$nk_file"
  nk_checked=$nk_inode
  nk_inode_of "./$nk_final"
  if ! nk_is_plain "$nk_final" || [ "$nk_inode" != "$nk_checked" ]; then
    nk_fail unsafe-path "$nk_final was replaced in $nk_root as soon as it was there"
  fi
  [ "$nk_inside" = yes ] || return 0
  # The file could be swapped before it was linked.
  nk_size_of "./$nk_final"
  [ "$nk_size" = "$nk_bytes" ] && nk_sha256 <"./$nk_final" && [ "$nk_sum" = "$nk_expected" ] && return
  rm -f "./$nk_final"
  nk_fail unsafe-path "the tarball was replaced in $nk_root while it was put there"
}

nk_watcher='' nk_file='' nk_stage=''
nk_read_input
nk_check_input
nk_enter_root
nk_private
trap nk_clean_up EXIT
nk_before=no
if nk_delivered_before; then
  nk_before=yes
else
  nk_check_space
  nk_make_stage
  set -C
  exec 3>"$nk_file"
  set +C
  exec 4<"$nk_file"
  nk_watch_file &
  nk_watcher=$!
  nk_receive
  kill "$nk_watcher" 2>/dev/null
  wait "$nk_watcher" 2>/dev/null
  nk_watcher=
  exec 3>&-
  nk_judge_transfer
  nk_verify_file
  nk_give_to_customer
  nk_publish
  nk_verify_final
fi
nk_emit delivered name "$nk_final" bytes "$nk_bytes" sha256 "$nk_expected" before "$nk_before" os "$(uname -s)"
