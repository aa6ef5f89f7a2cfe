# shellcheck shell=sh
# Subvolumes of btrfs, each of which is a night (see snapshots.sh).

# nk_is_subvolume DIR: the root of each has this inode, and nothing else on a btrfs has.
nk_is_subvolume() {
  [ "$(stat -c %i "$1" 2>/dev/null)" = 256 ] && [ "$(stat -f -c %T "$1" 2>/dev/null)" = btrfs ]
}

# nk_delete_subvolume DIR: at once, however much is in it. Fails where it is none, or another lies in it.
nk_delete_subvolume() {
  nk_is_subvolume "$1" && btrfs subvolume delete "$1" >/dev/null 2>&1
}
