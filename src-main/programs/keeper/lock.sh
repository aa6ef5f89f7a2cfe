# shellcheck shell=sh
# One writer at a time in a backupdir: `.nightkeep/lock/owner` is made by link(2), whole and only once. An owner that
# died is followed by its heir, a file made in the same way under the dead one's name, so that of two that find a stale
# lock one gets it. Whoever made a heir looks again whether the chain ends with itself.

# nk_process_began PID: what tells this process from a later one of the same id, into $nk_began; fails for a dead one.
nk_process_began() {
  nk_began=
  if [ -r /proc/1/stat ]; then
    nk_stat=
    { IFS= read -r nk_stat <"/proc/$1/stat"; } 2>/dev/null || :
    nk_boot=
    { IFS= read -r nk_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null || :
    # shellcheck disable=SC2086 # numbers, to be split
    set -- ${nk_stat##*) }
    [ $# -ge 20 ] && [ "$1" != Z ] || return 1
    shift 19
    nk_began=$1.${nk_boot%%-*}
  else
    # shellcheck disable=SC2046 # words, to be split
    set -- $(ps -o lstart= -p "$1" 2>/dev/null)
    [ $# -gt 0 ] || return 1
    nk_began=$2.$3.$4.${5-}
  fi
}

nk_lock_field() {
  case $1 in
    pid) nk_owner_pid=$2 ;;
    began) nk_owner_began=$2 ;;
    what) nk_owner_what=$2 ;;
    run) nk_owner_run=$2 ;;
    startedAt) nk_owner_since=$2 ;;
  esac
}

# nk_lock_holder: the end of the chain into $nk_owner_NAME; fails where there is no lock.
nk_lock_holder() {
  nk_owner_file=owner
  while :; do
    nk_owner_pid='' nk_owner_began='' nk_owner_what='' nk_owner_run='' nk_owner_since=''
    nk_owner_line=
    { IFS= read -r nk_owner_line <".nightkeep/lock/$nk_owner_file"; } 2>/dev/null || return 1
    nk_field() { nk_lock_field "$@"; }
    nk_read_event "$nk_owner_line"
    [ -e ".nightkeep/lock/heir.$nk_owner_pid-$nk_owner_began" ] || return 0
    nk_owner_file=heir.$nk_owner_pid-$nk_owner_began
  done
}

nk_owner_lives() {
  nk_process_began "$nk_owner_pid" && [ "$nk_began" = "$nk_owner_began" ]
}

# nk_try_disk: whether something can be written in the backupdir, by trying; what the tools say where it can't, into $nk_disk_said.
nk_try_disk() {
  nk_probe=$nk_top/.nightkeep-probe.$$
  nk_disk_said=$({ mkdir "$nk_probe" && dd if=/dev/zero of="$nk_probe/block" bs=8192 count=1; } 2>&1)
  nk_tried=$?
  rm -rf "$nk_probe"
  return $nk_tried
}

# nk_has_room: false where the disk is full, in blocks or in inodes, or the quota of who writes there is.
nk_has_room() {
  nk_try_disk || case $nk_disk_said in *'No space left'* | *[Qq]'uota '*) return 1 ;; esac
}

# nk_cannot MESSAGE [CODE]: the end where something could not be written in the backupdir: as what is wrong with its disk,
# where that is it, which a shell and its tools each say in their own way, if at all.
nk_cannot() {
  nk_has_room || nk_fail no-space "the disk with $nk_backupdir is full: $1"
  case $nk_disk_said in
    *'Read-only file system'*) nk_fail permission-denied "the disk with $nk_backupdir can only be read: $1" ;;
    *'Input/output error'*) nk_fail program-failed "the disk with $nk_backupdir has errors: $1" ;;
  esac
  nk_fail "${2-program-failed}" "$1"
}

nk_refuse_locked() {
  nk_fail locked "the $nk_owner_what${nk_owner_run:+ $nk_owner_run} that began at $nk_owner_since is at work in $nk_backupdir" \
    owner "$nk_owner_what $nk_owner_run" since "$nk_owner_since"
}

# nk_lock WHAT RUN SINCE: takes the lock, or fails as `locked`. A stale one is taken over, and said.
nk_lock() {
  nk_process_began $$ || nk_fail program-failed 'this machine has neither /proc nor a ps that tells when a process began'
  nk_me=$nk_began
  nk_format lock what "$1" run "$2" pid $$ began "$nk_me" startedAt "$3"
  nk_claim=$nk_line
  nk_attempt=0
  while [ $nk_attempt -lt 20 ]; do
    nk_attempt=$((nk_attempt + 1))
    mkdir .nightkeep/lock 2>/dev/null || :
    { printf '%s\n' "$nk_claim" >.nightkeep/lock/claim.$$; } 2>/dev/null || continue
    if ln .nightkeep/lock/claim.$$ .nightkeep/lock/owner 2>/dev/null; then
      return 0
    fi
    nk_lock_holder || continue
    if nk_owner_lives; then
      rm -f .nightkeep/lock/claim.$$
      nk_refuse_locked
    fi
    nk_stale="the $nk_owner_what${nk_owner_run:+ $nk_owner_run} that began at $nk_owner_since"
    nk_heir=.nightkeep/lock/heir.$nk_owner_pid-$nk_owner_began
    ln .nightkeep/lock/claim.$$ "$nk_heir" 2>/dev/null || continue
    if nk_holds_lock; then
      nk_emit stale-lock message "$nk_stale died without ending; its lock was taken over"
      return 0
    fi
    rm -f "$nk_heir"
  done
  nk_cannot "no lock could be taken in $nk_backupdir" locked
}

# nk_holds_lock: true where the lock is still this process's own.
nk_holds_lock() {
  nk_lock_holder && [ "$nk_owner_pid" = $$ ] && [ "$nk_owner_began" = "$nk_me" ]
}

nk_unlock() {
  nk_holds_lock || return 0
  mv .nightkeep/lock .nightkeep/unlocked.$$ && rm -rf .nightkeep/unlocked.$$
}
