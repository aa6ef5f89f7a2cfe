# shellcheck shell=sh
# The places that are asked for by name in a customer's root, for what is to be put in place of what is there: is there
# anything, what would it be called then, and what stands in the way. The old one stays in its own folder: nothing of a
# customer's may be renamed from one folder of theirs to another, where they could put a symlink into the way meanwhile,
# nor out of their root, where a process that is in it would be out of the jail.

# nk_want_place LABEL/PATH: one more. PATH is relative to the root, LABEL the folder of its night in the tarball.
nk_want_place() {
  case $1/ in /* | *//* | */./* | */../* | ./* | ../*) nk_fail bad-input "$1 is no place" ;; esac
  case $1 in */*) ;; *) nk_fail bad-input "$1 is no place" ;; esac
  nk_encode "$1"
  nk_places=$nk_places$nk_encoded$nk_newline
}
nk_places=

# nk_each_place FUNCTION: called for each, with what the names below say.
nk_each_place() {
  nk_places_left=$nk_places
  while [ -n "$nk_places_left" ]; do
    nk_decode_known "${nk_places_left%%"$nk_newline"*}"
    nk_places_left=${nk_places_left#*"$nk_newline"}
    nk_label=${nk_decoded%%/*}
    nk_place_path=${nk_decoded#*/}
    nk_place_name=${nk_place_path##*/}
    case $nk_place_path in */*) nk_place_way=/${nk_place_path%/*} ;; *) nk_place_way= ;; esac
    "$1"
  done
}

# nk_look_at_place: goes to the folder that it lies in, and says in $nk_place_state whether something is `there` or it is
# `new`; in $nk_aside what that would be called; in $nk_earlier what an earlier try called it, where it is gone; in
# $nk_obstacle, with a code before it, why nothing can be put there.
nk_look_at_place() {
  nk_place_state=new nk_aside='' nk_earlier='' nk_obstacle=
  nk_go_to_place || return 0
  if [ "$(nk_device_of .)" != "$nk_root_device" ]; then
    nk_obstacle="unsafe-path $nk_root$nk_place_way is of another file system than $nk_root: nothing can be renamed into it"
    return
  fi
  nk_find_mount "$nk_place$nk_place_way/$nk_place_name"
  if [ -n "$nk_mounted" ]; then
    nk_obstacle="unsafe-path $nk_mounted is mounted on the host: it would go aside with what it is mounted in"
    return
  fi
  nk_name_aside
  if nk_taken "$nk_place_name"; then
    nk_place_state=there
    if [ ! -L "./$nk_place_name" ] && [ -d "./$nk_place_name" ] && [ "$(nk_device_of "./$nk_place_name")" != "$nk_root_device" ]; then
      nk_obstacle="unsafe-path $nk_root/$nk_place_path is a file system of its own: it can not be renamed"
    elif [ ${#nk_aside} -gt 255 ]; then
      nk_obstacle="conflict $nk_root/$nk_place_path has a name too long to get another one: choose the folder it lies in"
    fi
    return
  fi
  nk_aside=
  for nk_earlier_one in ./.before-restored-*".$nk_place_name"; do
    if nk_taken "${nk_earlier_one#./}"; then nk_earlier=${nk_earlier_one#./}; fi
  done
}

# nk_go_to_place: fails, with what stands in the way.
nk_go_to_place() {
  if ! cd -P -- "$nk_place$nk_place_way/" 2>/dev/null; then
    nk_obstacle="not-found there is no folder $nk_root$nk_place_way now: choose that folder itself, to have it back as a whole"
    return 1
  fi
  nk_physical
  [ "$nk_here" != "$nk_place$nk_place_way" ] || return 0
  nk_obstacle="unsafe-path a symlink stands in $nk_root$nk_place_way: choose what it leads to"
  return 1
}

# nk_go_back: to the root.
nk_go_back() {
  cd -P -- "$nk_place" && nk_physical && [ "$nk_here" = "$nk_place" ] ||
    nk_fail unsafe-path "$nk_root was replaced meanwhile" path "$nk_root"
}

# nk_name_aside: what is there gets a name that no pattern such as *.conf or *.php finds, and that shows none of it to
# visitors of a website: hidden, with its own name at the end.
nk_name_aside() {
  nk_aside=.before-$nk_name.$nk_place_name
  nk_aside_number=2
  while nk_taken "$nk_aside"; do
    nk_aside=.before-$nk_name-$nk_aside_number.$nk_place_name
    nk_aside_number=$((nk_aside_number + 1))
  done
}

nk_device_of() { stat -c %d "$1" 2>/dev/null || stat -f %d "$1"; }

# nk_find_mount PATH: what is mounted inside the root on the way to it, there, or below it, into $nk_mounted: a device does
# not tell, where a folder is mounted a second time.
nk_find_mount() {
  nk_mounted=$(nk_list_mounts | NK_ROOT=$nk_place NK_PATH=$1 awk '
    BEGIN { root = ENVIRON["NK_ROOT"]; path = ENVIRON["NK_PATH"] "/" }
    {
      at = $2
      gsub(/\\040/, " ", at); gsub(/\\011/, "\t", at); gsub(/\\012/, "\n", at); gsub(/\\134/, "\\", at)
      if (index(at, root "/") == 1 && (index(path, at "/") == 1 || index(at "/", path) == 1)) { print at; exit }
    }')
}

nk_list_mounts() { cat /proc/self/mounts 2>/dev/null || mount -p; }
