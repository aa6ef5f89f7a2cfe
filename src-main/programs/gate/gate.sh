# shellcheck shell=sh
# The forced command of a host's key: `gate NAME` in authorized_keys. Whatever program the host sends is read and thrown
# away; what follows it is asked of the keeper that is installed here, within the bounds of hosts/NAME.

nk_program_longest=400000

# nk_skip_program: reads the program's text up to its last line.
nk_skip_program() {
  nk_left_over=$nk_program_longest
  while IFS= read -r nk_skipped; do
    [ "$nk_skipped" != '#nightkeep-end' ] || return 0
    nk_left_over=$((nk_left_over - ${#nk_skipped} - 1))
    [ $nk_left_over -gt 0 ] || nk_fail bad-input 'the program is too long'
  done
  nk_fail bad-input 'the program has no end'
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
