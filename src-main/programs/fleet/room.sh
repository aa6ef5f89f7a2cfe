# shellcheck shell=sh
# nk_disk_space DIR: says how much room its file system has, as `disk dir= free= total=` in KiB: mksh counts in 32 bits, so
# nothing is multiplied here. One that isn't there is asked about at its nearest parent.
nk_disk_space() {
  # One that is not absolute has no end of parents.
  case $1 in /*) ;; *) return 0 ;; esac
  nk_dir=$1
  nk_there=$1
  while ! [ -d "$nk_there" ] && [ -n "$nk_there" ]; do nk_there=${nk_there%/*}; done
  # -P: one line a file system, whatever the length of its name; -k: 1024-byte blocks. The columns are counted from the
  # percent sign backwards, since a device's name may hold blanks. FreeBSD's pads with blanks behind it, and has less than
  # nothing available where the blocks kept for root are in use.
  df -Pk "${nk_there:-/}" 2>/dev/null | {
    read -r _
    read -r nk_line || exit 0
    nk_line=${nk_line%%'% '*/*}
    # shellcheck disable=SC2086 # Words are what is wanted.
    set -f -- $nk_line
    while [ $# -gt 4 ]; do shift; done
    nk_free=${3-}
    case $nk_free in -*) nk_free=0 ;; esac
    case $#${1-}$nk_free in *[!0-9]* | [!4]*) exit 0 ;; esac
    nk_emit disk dir "$nk_dir" free "$nk_free" total "$1"
  }
  return 0
}
