# shellcheck shell=sh
# How a host speaks to its server: with its own ssh, whose configuration knows the server's name. The only command ever
# sent is $nk_boot; the program and its input follow on stdin.

# The words that run ssh. A host that needs more than `ssh` says so in RSYNC_RSH, as rsync has it.
nk_ssh_words=${RSYNC_RSH:-ssh}
nk_ssh_shared=

# nk_share_connection DIR: later calls go over the first one's connection, whose socket lies in DIR.
nk_share_connection() {
  [ ${#1} -gt 70 ] || nk_ssh_shared="-o ControlMaster=auto -o ControlPath=$1/c"
}

# nk_destination SERVER: `USER@NAME:PORT`, as backup.config may have it, as words for ssh into $nk_destined. More than one
# colon is an address of IPv6.
nk_destination() {
  case $1 in
    *:*:*) nk_destined=$1 ;;
    *:*) nk_destined="-p ${1##*:} ${1%:*}" ;;
    *) nk_destined=$1 ;;
  esac
}

# nk_ssh SERVER: runs what comes on stdin there.
nk_ssh() {
  nk_destination "$1"
  # shellcheck disable=SC2086 # words, to be split
  $nk_ssh_words -o BatchMode=yes -o ServerAliveInterval=30 -o ServerAliveCountMax=10 $nk_ssh_shared $nk_destined "exec sh -c '$nk_boot'"
}

# nk_say_program TEXT: as $nk_boot reads it.
nk_say_program() { printf '%s\n%s' "${#1}" "$1"; }

# nk_work_folder: a private folder for this run into $nk_work.
nk_work_folder() {
  nk_tmp=${TMPDIR:-/tmp}
  case $nk_tmp in *[!A-Za-z0-9/._-]*) nk_tmp=/tmp ;; esac
  nk_work=$(mktemp -d "$nk_tmp/nightkeep.XXXXXXXX") || nk_fail program-failed "no folder could be made in $nk_tmp"
}
