# shellcheck shell=sh
# Where a tarball is received, and how it gets into the customer's root.
#
# Whoever is root in the jail may rename, replace and link anything in there at any moment. So the bytes are received
# and checked in a folder outside of it, on the same file system, and appear inside by one link(2), which follows no
# symlink and replaces nothing. The target is named `.`, the root itself, entered and checked before: given a name, ln
# would go into a folder of that name, or one that a symlink of that name points to.
#
# Where the root is a file system of its own, nothing outside can be linked into it. Then the bytes are received
# inside, under a name that can't be foreseen, through descriptors, and the name is only believed where it leads to the
# inode that was written; a link can't lead out of that file system either.

# nk_make_stage: the folder into $nk_stage, the file into $nk_file; $nk_inside says whether it is in the root.
nk_make_stage() {
  nk_random=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
  [ ${#nk_random} = 24 ] || nk_fail program-failed 'there is no /dev/urandom to take a name from'
  nk_probe_link
  nk_sweep_stages
  nk_inside=yes
  nk_stage=${nk_place%/*}/.nightkeep-restore-$nk_random
  # What is tried in the root has this name, too: whenever this is ended, that goes.
  nk_file=./.nightkeep-restore-$nk_random
  if [ "$nk_root" != / ] && mkdir "$nk_stage" 2>/dev/null; then
    if : >"$nk_stage/$nk_file" && ln "$nk_stage/$nk_file" . 2>/dev/null; then
      nk_inside=no
      rm -f "$nk_file"
    fi
    rm -f "$nk_stage/$nk_file"
    [ "$nk_inside" = no ] || rmdir "$nk_stage"
  fi
  if [ "$nk_inside" = yes ]; then nk_stage=; else nk_file=$nk_stage/$nk_random; fi
}

# What a delivery that was killed left behind, a day later.
nk_sweep_stages() {
  find "${nk_place%/*}"/.nightkeep-restore-* -prune -mtime +1 -exec rm -rf {} + 2>/dev/null
  find ./.nightkeep-restore-* -prune -type f -mtime +1 -exec rm -f {} + 2>/dev/null
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

nk_inode_of() {
  # Splitting is meant: the first word is the inode.
  # shellcheck disable=SC2012,SC2046
  set -- $(ls -di "$1" 2>/dev/null | awk 'NR == 1 { print $1 }')
  nk_inode=${1:-none}
}

# nk_inode_of_stdin: BSD's stat tells of its stdin without an argument, the others by its name.
nk_inode_of_stdin() {
  nk_inode=$(stat -L -c %i /dev/stdin 2>/dev/null || stat -f %i 2>/dev/null)
  case $nk_inode in '' | *[!0-9]*) nk_fail missing-tool 'the stat of this host does not tell inodes' ;; esac
}

# nk_open_file: descriptor 3 writes a file that was not there before, 4 reads it.
nk_open_file() {
  set -C
  exec 3>"$nk_file"
  set +C
  nk_inode_of_stdin <&3
  nk_written=$nk_inode
  # By its name it could be another file by now, or a pipe that nobody writes.
  if [ -e /proc/self/fd/3 ]; then exec 4</proc/self/fd/3; else exec 4<"$nk_file"; fi
  nk_inode_of_stdin <&4
  [ "$nk_inode" = "$nk_written" ] || nk_fail unsafe-path "$nk_root was meddled with while the tarball was received"
}

# nk_delivered_before: the same tarball lies there already, from a try whose end was not heard of; its name into
# $nk_final. Each candidate is looked at through a link of our own, which nobody can replace.
nk_delivered_before() {
  [ "$nk_inside" = no ] || return 1
  nk_number=1
  nk_numbered 1
  while nk_taken "$nk_final" && [ "$nk_number" -lt 100 ]; do
    nk_candidate=$nk_stage/candidate-$nk_number
    if $nk_link "./$nk_final" "$nk_candidate" 2>/dev/null && [ -f "$nk_candidate" ] && [ ! -L "$nk_candidate" ]; then
      nk_size_of "$nk_candidate"
      if [ "$nk_size" = "$nk_bytes" ]; then
        nk_sha256 <"$nk_candidate"
        [ "$nk_sum" != "$nk_expected" ] || return 0
      fi
    fi
    rm -f "$nk_candidate"
    nk_number=$((nk_number + 1))
    nk_numbered "$nk_number"
  done
  return 1
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
  while [ "$nk_number" -lt 1000 ]; do
    nk_numbered "$nk_number"
    if ! nk_taken "$nk_final"; then
      if nk_put "$nk_final"; then return; fi
      # Taken in this very moment, or not possible at all.
      nk_refused=$((nk_refused + 1))
      [ "$nk_refused" -lt 100 ] ||
        nk_fail program-failed "the tarball can not be put into $nk_root: $(cat "$nk_notes/link-said")"
    fi
    nk_number=$((nk_number + 1))
  done
  nk_fail conflict "a thousand names beginning with $nk_name are taken in $nk_root"
}
nk_refused=0

# nk_verify_final: the name leads to the file that was written and checked.
nk_verify_final() {
  nk_inode_of "./$nk_final"
  if [ "$nk_inode" != "$nk_written" ] || [ ! -f "./$nk_final" ] || [ -L "./$nk_final" ]; then
    nk_fail unsafe-path "$nk_final was replaced in $nk_root as soon as it was there"
  fi
}

# nk_give_to_customer FILE: it belongs to whom the customer's / belongs to, whose root may be another number on the host.
# Outside of the root nobody else can reach the file; inside it could be another one of that name by now, so there it is
# given away by its descriptor, and where the system has no name for that, it stays root's.
nk_give_to_customer() {
  nk_given=$1
  [ "$(id -u)" = 0 ] || return 0
  # shellcheck disable=SC2012,SC2046
  set -- $(ls -dn . | awk 'NR == 1 { print $3, $4 }')
  [ "${1:-0}:${2:-0}" != 0:0 ] || return 0
  if [ "$nk_inside" = yes ]; then
    nk_name_descriptor || return 0
    chown "$1:$2" "$nk_mine" || nk_fail permission-denied "the tarball can not be given to $1:$2"
  else
    chown -h "$1:$2" "$nk_given" || nk_fail permission-denied "what was restored can not be given to $1:$2"
  fi
}

# nk_name_descriptor: a name for descriptor 4, the file that was written, into $nk_mine.
nk_name_descriptor() {
  for nk_mine in /proc/self/fd/4 /dev/fd/4; do
    nk_own_inode=$(stat -L -c %i $nk_mine 2>/dev/null || stat -L -f %i $nk_mine 2>/dev/null)
    [ "$nk_own_inode" != "$nk_written" ] || return 0
  done
  return 1
}

# nk_note_line EVENT KEY VALUE ...: beside the host's backup.config, where it is known.
nk_note_line() {
  case $nk_config in /*) ;; *) return 0 ;; esac
  nk_format "$@"
  { printf '%s\n' "$nk_line" >>"$nk_prefix$nk_config.delivered"; } 2>/dev/null || :
}
