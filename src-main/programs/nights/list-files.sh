# shellcheck shell=sh
# Tells what lies in one folder of one night.
nk_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    run) nk_run=$2 ;;
    path) nk_path=$2 ;;
  esac
}

nk_read_input
nk_probe_rsync
nk_probe_find
nk_open_backupdir "$nk_backupdir"
nk_must_enter "$nk_run" "$nk_path"
nk_list_folder "$nk_path"
nk_must_stay "$nk_run" "$nk_path"
nk_emit listed
