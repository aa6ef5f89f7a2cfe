# shellcheck shell=sh
# Runs on the server: nights on btrfs. The base is a subvolume, and a night is a snapshot of it: no file of the base
# shares its inode with a night, and it goes on being the base of the next one. What is received lies in it, as
# `.nightkeep-patch`, since hard links don't lead out of a subvolume.

# nk_keeps_snapshots: true where nights are, or will be, snapshots.
nk_keeps_snapshots() {
  if [ -z "${nk_snapshots-}" ]; then
    nk_snapshots=no
    if [ "$(stat -f -c %T . 2>/dev/null)" = btrfs ] && command -v btrfs >/dev/null 2>&1 &&
      cp -a --reflink=auto "$nk_scratch/run" "$nk_scratch/reflink" 2>/dev/null; then
      nk_snapshots=yes
    fi
  fi
  [ "$nk_snapshots" = yes ]
}

# nk_snapshot_base: a snapshot of the newest night, a copy of it that shares its bytes, or an empty one.
nk_snapshot_base() {
  nk_half=.nightkeep/snapshot.base
  nk_trash "$nk_half" base-half
  if [ -d ./0 ] && nk_is_subvolume ./0; then
    btrfs subvolume snapshot ./0 "$nk_half" >/dev/null
  else
    btrfs subvolume create "$nk_half" >/dev/null && chmod 700 "$nk_half" || return 1
    [ ! -d ./0 ] || cp -a --reflink=auto ./0/. "$nk_half/" || return 1
  fi || return 1
  rm -f "$nk_half/.nightkeep-of" && mv "$nk_half" .nightkeep/base
}

# nk_snapshot_night: a snapshot of the base becomes the night that is about to be published.
nk_snapshot_night() {
  nk_half=.nightkeep/snapshot.$nk_run
  btrfs subvolume snapshot .nightkeep/base "$nk_half" >/dev/null || return 1
  nk_dies_at snapshot-made
  rm -rf "$nk_half/.nightkeep-patch"
  mv "$nk_half" .nightkeep/incoming
}
