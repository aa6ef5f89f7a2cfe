# shellcheck shell=sh
# The forced command of a host's key: `gate NAME` in authorized_keys. Whatever program the host sends is read and thrown
# away; what follows it is asked of the keeper that is installed here, within the bounds of hosts/NAME.

nk_program_longest=400000

# nk_skip_program: reads the program's text, as long as its first line says, as BOOT does.
nk_skip_program() {
  nk_left_over=
  IFS= read -r nk_left_over || :
  case $nk_left_over in '' | *[!0-9]* | 0?*) nk_fail bad-input 'the program has no length' ;; esac
  [ ${#nk_left_over} -le ${#nk_program_longest} ] && [ "$nk_left_over" -le $nk_program_longest ] ||
    nk_fail bad-input 'the program is too long'
  while [ "$nk_left_over" -gt 0 ]; do
    nk_skipped=$(dd bs="$nk_left_over" count=1 2>/dev/null | wc -c)
    [ "$nk_skipped" -gt 0 ] || nk_fail bad-input 'the program has no end'
    nk_left_over=$((nk_left_over - nk_skipped))
  done
}

nk_gate_home=${0%/*}
nk_gate_backupdir='' nk_gate_host=${1-}
nk_read_settings "${1-}" || {
  logger -t nightkeep -p auth.notice -- 'a key is bound to a gate without settings' 2>/dev/null || :
  nk_emit error code permission-denied message 'this key is bound to a gate without settings'
  exit 1
}
nk_gate_asked=${SSH_ORIGINAL_COMMAND:-a shell}
if [ "$SSH_ORIGINAL_COMMAND" != "exec sh -c '$nk_boot'" ]; then
  nk_note_refusal 'this key can do nothing but bring nights and fetch what was held'
  printf 'nightkeep: this key can do nothing but bring nights and fetch what was held\n' >&2
  exit 1
fi
nk_watch "$nk_gate_begin"
nk_skip_program
