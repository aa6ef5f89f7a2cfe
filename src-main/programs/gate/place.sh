# shellcheck shell=sh
# Runs on the server, as root on Linux: a place where nothing else exists. What serves a host's key is in a mount
# namespace whose root has this host's backupdir, the scripts it may read, and the system's programs, read-only; no other
# file of the server is there, whatever a host makes rsync or a shell ask for. The rsync that compares or receives is in a
# smaller one yet: of the backupdir it has the base, read-only, and the folder that it receives into.

# The builder, as a program of its own: PLACE (an empty folder to mount on) GATE REFUSALS BACKUPDIR REPOSITORY COMMAND...;
# empty where there is none. Whatever fails, COMMAND is not run.
# shellcheck disable=SC2016,SC2034 # for the inner shell; for other parts
nk_build_place='
  place=$1 gate=$2 refusals=$3 backupdir=$4 repository=$5 links=
  shift 5
  fail() {
    printf "error\tcode=program-failed\tmessage=the place for what serves this host could not be made on its server\n"
    exit 1
  }
  mount -t tmpfs -o size=64m,mode=755,nosuid,nodev tmpfs "$place" && cd "$place" || fail
  mkdir -p usr dev proc gate tmp old ".$backupdir" ".$repository" || fail
  table="/usr $place/usr none bind,ro,nosuid,nodev
proc $place/proc proc nosuid,nodev,noexec"
  for top in bin sbin lib lib32 lib64 libx32; do
    if [ -h "/$top" ]; then
      links="$links /$top"
    elif [ -d "/$top" ]; then
      mkdir "$top" && table="$table
/$top $place/$top none bind,ro,nosuid,nodev" || fail
    fi
  done
  [ -z "$links" ] || cp -P $links . || fail
  # Debian names its awk by a link through here.
  if [ -d /etc/alternatives ]; then
    mkdir -p etc/alternatives && table="$table
/etc/alternatives $place/etc/alternatives none bind,ro,nosuid,nodev" || fail
  fi
  if [ -f /etc/ld.so.cache ]; then
    mkdir -p etc && true >etc/ld.so.cache && table="$table
/etc/ld.so.cache $place/etc/ld.so.cache none bind,ro,nosuid,nodev" || fail
  fi
  for device in null zero urandom; do
    true >"dev/$device" && table="$table
/dev/$device $place/dev/$device none bind" || fail
  done
  for file in gate refusals; do
    if [ $file = gate ]; then from=$gate how=ro; else from=$refusals how=rw; fi
    if [ -n "$from" ]; then
      true >gate/$file && table="$table
$from $place/gate/$file none bind,$how" || fail
    fi
  done
  printf "%s\n" "$table" >table && mount -a -T "$place/table" && true >table || fail
  [ -z "$backupdir" ] || mount -o bind,nosuid,nodev "$backupdir" ".$backupdir" || fail
  [ -z "$repository" ] || mount -o bind,ro,nosuid,nodev,noexec "$repository" ".$repository" || fail
  pivot_root . old && cd / && umount -l /old && rmdir /old || fail
  exec "$@"'

# nk_can_build_place: whether such a place can be made here, by making one.
nk_can_build_place() {
  [ "$(id -u)" = 0 ] || return 1
  nk_trial=$(mktemp -d "${TMPDIR:-/tmp}/nightkeep-place.XXXXXXXX") || return 1
  unshare -m -- sh -c "$nk_build_place" sh "$nk_trial" '' '' '' '' sh -c 'rsync --version && echo | awk 1 | sort && [ ! -e /etc/passwd ] && unshare -m -p -f --kill-child -- setpriv --no-new-privs --inh-caps=-all --bounding-set=-all,+chown -- true' >/dev/null 2>&1
  nk_built=$?
  rmdir "$nk_trial"
  return $nk_built
}
