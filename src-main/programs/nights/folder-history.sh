# shellcheck shell=sh
# Tells one folder over all nights, oldest first: what lies in it, and which of its members changed since the last
# night that had it, anything below them counting, unless it is to be quick. Rotation in the middle makes it begin again.
nk_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    path) nk_path=$2 ;;
    quick) nk_quick=$2 ;;
  esac
}

# nk_tell_changes OLDER: the first component of whatever differs between the working directory and OLDER, once.
nk_tell_changes() {
  {
    nk_status=$(
      {
        {
          # Options are one word; the window may be none.
          # shellcheck disable=SC2086
          rsync -n -8 -a$nk_exact $nk_window --numeric-ids --delete "$nk_hidden" -i --out-format='%i|%n' ./ "$1/" </dev/null
          echo "$?" >&4
        } | nk_wire | awk '
          { bar = index($0, "|"); name = substr($0, bar + 1); slash = index(name, "/") }
          bar == 0 || name == "./" { next }
          # A folder whose time alone differs: what changed in it is told by itself.
          /^\.d\.\.t\.*\|/ { next }
          slash > 0 { name = substr(name, 1, slash - 1) }
          !(name in told) { told[name] = 1; print "changed\tname=" name }
        ' >&3
      } 4>&1
    )
  } 3>&1
  nk_must_have_read comparing
}

# Fails where a night moved meanwhile.
nk_tell_history() {
  nk_indexes
  nk_oldest_first=
  for nk_index in $nk_nights; do nk_oldest_first="$nk_index $nk_oldest_first"; done
  nk_ids=' '
  nk_last=
  for nk_index in $nk_oldest_first; do
    nk_identify "$nk_base/$nk_index"
    nk_run=$nk_id
    nk_ids="$nk_ids$nk_index=$nk_run "
    nk_emit night id "$nk_run"
    nk_enter "$nk_run" "$nk_path"
    case $? in
      0) ;;
      1 | 2) continue ;;
      *) return 1 ;;
    esac
    nk_emit there
    nk_list_folder "$nk_path"
    [ -z "$nk_last" ] || [ "$nk_quick" = yes ] || nk_tell_changes "$nk_base/$nk_last$nk_path"
    nk_check "$nk_run" "$nk_path" || return 1
    nk_last=$nk_index
  done
  for nk_known in $nk_ids; do
    nk_identify "$nk_base/${nk_known%%=*}"
    [ "$nk_id" = "${nk_known#*=}" ] || return 1
  done
}

nk_quick=no
nk_read_input
nk_probe_rsync
nk_probe_find
nk_open_backupdir "$nk_backupdir"
nk_tries=0
until nk_tell_history; do
  nk_tries=$((nk_tries + 1))
  [ "$nk_tries" -lt 5 ] || nk_fail conflict 'the nights moved while they were read; try again'
  nk_emit again
done
nk_emit listed
