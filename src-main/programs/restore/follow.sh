# shellcheck shell=sh
# The bytes of a hold's tarball to stdout, from the first on, though it is still being written; nothing else is said
# there. NAME is without its ending.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    id) nk_hold_id "$2" ;;
    name) nk_tarball_name "$2" ;;
  esac
}

# nk_flow: all that stdin has, and goes on having, until the tarball has its name; it is whole then.
nk_flow() {
  nk_flowed=yes
  while :; do
    nk_whole=no
    if [ -f "$nk_holds/$nk_hold/$nk_full_name" ]; then nk_whole=yes; fi
    cat || exit 1
    [ $nk_whole = no ] || return 0
    nk_goes_on || exit 1
    sleep "$nk_pause"
  done
}

# nk_goes_on: false once the packer has given up, and its file is gone.
nk_goes_on() {
  for nk_file in "$nk_holds/.new-$nk_hold/.$nk_full_name.part" "$nk_holds/$nk_hold/.$nk_full_name.part" "$nk_holds/$nk_hold/$nk_full_name"; do
    if [ -f "$nk_file" ]; then return 0; fi
  done
  return 1
}

# nk_try FOLDER FILE: fails where it is not there (any more).
nk_try() {
  [ -f "$nk_holds/$1/$2" ] && { nk_flow; } <"$nk_holds/$1/$2"
}

# What fails before there are any bytes is told on stderr.
{
  nk_read_input
} >&2
nk_holds=$nk_base/.nightkeep/holds
nk_pause=0.1
sleep $nk_pause 2>/dev/null || nk_pause=1
nk_flowed=no
nk_tries=0
while [ $nk_flowed = no ] && [ $nk_tries -lt 6000 ]; do
  for nk_full_name in "$nk_name.tar.gz" "$nk_name.tar.zst"; do
    [ $nk_flowed = yes ] || nk_try ".new-$nk_hold" ".$nk_full_name.part" || nk_try "$nk_hold" ".$nk_full_name.part" ||
      nk_try "$nk_hold" "$nk_full_name" || :
  done 2>/dev/null
  [ $nk_flowed = yes ] || sleep $nk_pause
  nk_tries=$((nk_tries + 1))
done
[ $nk_flowed = yes ]
