# shellcheck shell=sh
# What this server has decided about a host, in hosts/NAME beside the gate; nobody but the server's staff writes there.
# Lines as those of a program's input: host, backupdir, repository, nights, share, timeZone, prefix, runs, idle, hours.

nk_gate_setting() {
  case $1 in
    host) nk_gate_host=$2 ;;
    backupdir) nk_gate_backupdir=$2 ;;
    repository) nk_gate_repository=$2 ;;
    nights) nk_gate_nights=$2 ;;
    share) nk_gate_share=$2 ;;
    timeZone) nk_gate_time_zone=$2 ;;
    # Tests and demos keep a whole machine in a folder.
    prefix) nk_prefix=$2 ;;
    # Nights of one date; more are refused.
    runs) nk_gate_runs=$2 ;;
    # Seconds: of a session in which nothing happens, and of anything at all.
    idle) nk_gate_idle=$2 ;;
    longest) nk_gate_longest=$2 ;;
    begin) nk_gate_begin=$2 ;;
  esac
}

nk_read_settings() {
  nk_gate_host='' nk_gate_backupdir='' nk_gate_repository='' nk_gate_time_zone=UTC
  nk_gate_nights=7 nk_gate_share=50 nk_gate_runs=24 nk_gate_idle=3600 nk_gate_longest=172800 nk_gate_begin=120
  nk_prefix=
  nk_gate_name=${1-}
  nk_is_id "$nk_gate_name" || return 1
  nk_input() { nk_gate_setting "$@"; }
  if [ -n "$nk_placed" ]; then
    nk_read_input <<EOT
$NIGHTKEEP_GATE_SETTINGS
EOT
  else
    [ -f "$nk_gate_home/hosts/$nk_gate_name" ] || return 1
    nk_read_input <"$nk_gate_home/hosts/$nk_gate_name"
  fi
}
