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
  [ -w . ] || nk_fail permission-denied "$nk_root can not be written by $(id -un)"
}

# nk_numbered N: the Nth name to try, into $nk_final.
nk_numbered() {
  nk_final=$nk_name.tar.gz
  [ "$1" = 1 ] || nk_final=$nk_name-$1.tar.gz
}

nk_taken() { [ -e "./$1" ] || [ -L "./$1" ]; }
