# shellcheck shell=sh
# Each refusal is a line of `.nightkeep/refusals` in the host's backupdir, and one of the system's log. The file is
# bounded: full, it becomes refusals.1, but no more often than once a day; in between nothing more is written, so that
# the beginning of an attack can't be washed out by its end.

nk_refusals_most=262144

# nk_cut TEXT BYTES: into $nk_cut_text.
nk_cut() {
  nk_cut_text=$1
  [ ${#1} -le "$2" ] || nk_cut_text=$(printf "%.$2s..." "$1")
}

nk_note_refusal() {
  nk_refusals=$nk_gate_home/hosts/$nk_gate_name.refusals
  # In its place the gate can write to that file, and not rename it.
  [ -z "$nk_placed" ] || nk_refusals=/gate/refusals
  if [ -n "$nk_gate_backupdir" ] && [ -d "$nk_prefix$nk_gate_backupdir/.nightkeep" ]; then
    nk_refusals=$nk_prefix$nk_gate_backupdir/.nightkeep/refusals
  fi
  nk_refusals_size=0
  [ ! -f "$nk_refusals" ] || nk_refusals_size=$(($(wc -c <"$nk_refusals")))
  if [ "$nk_refusals_size" -gt $nk_refusals_most ]; then
    [ "$nk_refusals" != /gate/refusals ] || return 0
    if [ -e "$nk_refusals.1" ] && [ -z "$(find "$nk_refusals.1" -prune -mtime +0 2>/dev/null)" ]; then return 0; fi
    mv -f "$nk_refusals" "$nk_refusals.1"
  fi
  nk_cut "${1-}" 500
  nk_refused=$nk_cut_text
  nk_cut "${nk_gate_asked-}" 300
  nk_format refused at "$(date -u +%Y-%m-%dT%H:%M:%SZ)" host "$nk_gate_host" from "${SSH_CONNECTION%% *}" \
    asked "$nk_cut_text" message "$nk_refused"
  { printf '%s\n' "$nk_line" >>"$nk_refusals"; } 2>/dev/null || :
  logger -t nightkeep -p auth.notice -- "$nk_line" 2>/dev/null || :
}

# As in wire.sh, and noted where it is the host that asked for what it may not have.
nk_fail() {
  nk_code=$1
  nk_message=$2
  shift 2
  case $nk_code in bad-input | conflict | unsafe-path | permission-denied | not-found) nk_note_refusal "$nk_message" ;; esac
  nk_emit error code "$nk_code" message "$nk_message" "$@"
  exit 1
}

# nk_refuse MESSAGE: in the way that whoever asked can understand.
nk_refuse() {
  if [ "${nk_verb-}" = receive ]; then nk_refuse_receive "$1"; fi
  nk_fail permission-denied "$1"
}
