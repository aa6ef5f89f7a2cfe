# shellcheck shell=sh
# A customer's root on a host, and the names in it.

# nk_enter_root: the working directory from here on; its real path into $nk_place.
nk_enter_root() {
  nk_place=$(cd -P -- "$nk_prefix/" && pwd -P && printf .)
  nk_place=${nk_place%"$nk_newline".}
  nk_place=${nk_place%/}$nk_root
  [ "$nk_place" = / ] || nk_place=${nk_place%/}
  cd -P -- "$nk_place" 2>/dev/null || nk_fail not-found "there is no $nk_root on the host" path "$nk_root"
  nk_physical
  [ "$nk_here" = "$nk_place" ] || nk_fail unsafe-path "a symlink stands in $nk_root" path "$nk_root"
  nk_must_take_files
}

# nk_must_take_files: the end, where a file could not be put here, or not be taken away again.
nk_must_take_files() {
  nk_refuse_flags
  if [ ! -w . ]; then
    nk_root_said=$(mkdir ".nightkeep-try-$$" 2>&1 && rmdir ".nightkeep-try-$$")
    case $nk_root_said in *'Read-only file system'*)
      nk_fail permission-denied "$nk_root is mounted read-only on the host: mount it to be written to, and try again" path "$nk_root"
      ;;
    esac
    nk_fail permission-denied "$nk_root can not be written by $(id -un)" path "$nk_root"
  fi
}

# nk_refuse_flags: of the folder itself; a file put into one that is append-only could not be taken away again.
nk_refuse_flags() {
  # Linux and FreeBSD each have a way of their own to tell the flags of a folder.
  if [ "$(uname -s)" = Linux ]; then
    case $(lsattr -d . 2>/dev/null | awk 'NR == 1 { print $1 }') in
      *[!A-Za-z-]*) return ;;
      *i*) nk_flagged='immutable (chattr +i)' ;;
      *a*) nk_flagged='append-only (chattr +a)' ;;
      *) return ;;
    esac
  else
    # shellcheck disable=SC2012 # the fifth word is what is wanted
    case $(ls -ldo . 2>/dev/null | awk 'NR == 1 { print $5 }') in
      *schg* | *uchg*) nk_flagged='immutable (schg or uchg)' ;;
      *appnd*) nk_flagged='append-only (sappnd or uappnd)' ;;
      *) return ;;
    esac
  fi
  nk_fail permission-denied "$nk_root is $nk_flagged on the host: take that off it, and try again" path "$nk_root"
}

# nk_numbered N: the Nth name to try, into $nk_final: of a tarball, or of a folder where $nk_as says so.
nk_numbered() {
  nk_final=$nk_name
  [ "$1" = 1 ] || nk_final=$nk_final-$1
  [ "$nk_as" != tarball ] || nk_final=$nk_final.$nk_ending
}
nk_as=tarball

nk_taken() { [ -e "./$1" ] || [ -L "./$1" ]; }
nk_ending=tar.gz

# nk_probe_beside: true where the folder that the root lies in is of the same file system, so that what is made in it can be
# renamed into the root.
nk_probe_beside() {
  [ "$nk_root" != / ] && [ -w "${nk_place%/*}/" ] || return 1
  nk_device=$(stat -c %d . 2>/dev/null || stat -f %d .)
  [ "$nk_device" = "$(stat -c %d "${nk_place%/*}/" 2>/dev/null || stat -f %d "${nk_place%/*}/")" ]
}

# nk_check_space BYTES WHAT: the end, where there is no room for it. awk, since such numbers are beyond the arithmetic of
# some shells.
nk_check_space() {
  nk_free .
  if [ -n "$nk_free_bytes" ] && awk -v a="$1" -v b="$nk_free_bytes" 'BEGIN { exit !(a + 0 > b + 0) }'; then
    nk_sizes=$(awk -v needed="$1" -v what="$2" -v free="$nk_free_bytes" '
      function size(bytes,  at) {
        for (at = 1; bytes >= 999.5 && at < 5; at++) bytes /= 1000
        return sprintf(at > 1 && bytes < 9.95 ? "%.1f %s" : "%.0f %s", bytes, unit[at])
      }
      BEGIN { split("B kB MB GB TB", unit, " "); print size(free) " free, and " what " has " size(needed) }')
    nk_fail no-space "$nk_root has $nk_sizes: make room there and restore again" free "$nk_free_bytes" needed "$1"
  fi
}
