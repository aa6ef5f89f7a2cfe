# shellcheck shell=sh
# The forced command of a host's key: `gate NAME` in authorized_keys. Where the server can make one, all that follows
# happens in a place where nothing else exists (see place.sh). Whatever program the host sends is read and thrown away;
# what follows it is asked of the keeper that is installed here, within the bounds of hosts/NAME.

nk_program_longest=400000

# nk_skip_program: reads the program's text, as long as its first line says, as BOOT does.
nk_skip_program() {
  nk_left_over=
  IFS= read -r nk_left_over || :
  nk_is_number "$nk_left_over" || nk_fail bad-input 'the program has no length'
  [ "$nk_left_over" -le $nk_program_longest ] || nk_fail bad-input 'the program is too long'
  while [ "$nk_left_over" -gt 0 ]; do
    nk_skipped=$(dd bs="$nk_left_over" count=1 2>/dev/null | wc -c)
    [ "$nk_skipped" -gt 0 ] || nk_fail bad-input 'the program has no end'
    nk_left_over=$((nk_left_over - nk_skipped))
  done
}

# nk_enter_place: begins once more, in it. Nothing that the host says has been read so far.
nk_enter_place() {
  nk_place_backupdir=
  if [ -n "$nk_gate_backupdir" ]; then
    nk_enter_backupdir "$nk_gate_backupdir"
    # The same name, in the place, for what is there under it.
    nk_place_backupdir=$nk_prefix$nk_gate_backupdir
  fi
  nk_place_repository=
  [ -z "$nk_gate_repository" ] || [ ! -d "$nk_prefix$nk_gate_repository" ] || nk_place_repository=$nk_prefix$nk_gate_repository
  true >>"$nk_gate_home/hosts/$nk_gate_name.refusals" || nk_fail program-failed "the gate on this server can't note refusals"
  NIGHTKEEP_GATE_SETTINGS=$(cat "$nk_gate_home/hosts/$nk_gate_name")
  export NIGHTKEEP_GATE_SETTINGS
  cd / || exit 1
  exec unshare -m -- sh -c "$nk_build_place" sh "$nk_gate_home/place" "$nk_gate_home/gate" "$nk_gate_home/hosts/$nk_gate_name.refusals" \
    "$nk_place_backupdir" "$nk_place_repository" sh /gate/gate --placed "$nk_gate_name"
}

nk_gate_home=${0%/*}
nk_gate_backupdir='' nk_gate_host=${1-}
nk_read_settings "${1-}" || {
  logger -t nightkeep -p auth.notice -- 'a key is bound to a gate without settings' 2>/dev/null || :
  nk_emit error code permission-denied message 'this key is bound to a gate without settings'
  exit 1
}
nk_gate_asked=${SSH_ORIGINAL_COMMAND:-a shell}
[ -n "$nk_placed" ] || [ ! -d "$nk_gate_home/place" ] || nk_enter_place
if [ "$SSH_ORIGINAL_COMMAND" != "exec sh -c '$nk_boot'" ]; then
  nk_note_refusal 'this key can do nothing but bring nights and fetch what was held'
  printf 'nightkeep: this key can do nothing but bring nights and fetch what was held\n' >&2
  exit 1
fi
nk_watch "$nk_gate_begin"
nk_skip_program
