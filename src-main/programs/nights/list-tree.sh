# shellcheck shell=sh
# Tells all that lies below some paths of one night, or of the host that it runs on where no night is named.
# In:  backupdir=PATH run=RUNID, or neither; path=PATH, as often as wanted
# Out: tree path=              before what it holds
#      file ...                as lister.sh tells it, the names relative to the path
#      absent path=            where it is no folder, or a symlink stands in it
nk_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    run) nk_run=$2 ;;
    path) nk_tell_tree "$2" ;;
  esac
}

# nk_go PATH: there, where no symlink stands in it.
nk_go() {
  if [ -n "$nk_run" ]; then
    nk_enter "$nk_run" "$1"
    case $? in
      0) return 0 ;;
      3) nk_fail night-gone "the night $nk_run has left rotation" run "$nk_run" ;;
      *) return 1 ;;
    esac
  fi
  cd -P -- "$nk_prefix$1/" 2>/dev/null || return 1
  nk_physical
  [ "$nk_here" = "$nk_real_prefix$1" ]
}

nk_tell_tree() {
  if [ -z "$nk_ready" ]; then
    nk_ready=yes
    nk_probe_rsync
    if [ -n "$nk_run" ]; then nk_open_backupdir "$nk_backupdir"; fi
    nk_real_prefix=$nk_prefix
    if [ -n "$nk_prefix" ] && cd -P -- "$nk_prefix/"; then
      nk_physical
      nk_real_prefix=$nk_here
    fi
  fi
  if ! nk_go "$1"; then
    nk_emit absent path "$1"
    return 0
  fi
  nk_emit tree path "$1"
  nk_hide_record "$1"
  {
    nk_status=$(
      {
        {
          TZ=UTC rsync -n -8 -rlptgoD "$nk_hidden" --out-format="$nk_file_format" \
            ./ "$nk_here/.nightkeep-nowhere/" </dev/null
          echo "$?" >&4
        } | nk_tell_files >&3
      } 4>&1
    )
  } 3>&1
  nk_must_have_read listing
  [ -z "$nk_run" ] || nk_must_stay "$nk_run" "$1"
}

nk_ready='' nk_run='' nk_backupdir=''
nk_read_input
nk_emit listed
