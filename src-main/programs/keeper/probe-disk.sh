# shellcheck shell=sh
# What a server has for the nights of a host: its rsync, and what its file system keeps of a file, by trying. In: backupdir.
# Out: `server rsync=`, and `keeps KEY=yes|no` for each thing that could be tried. Leaves nothing behind.

nk_input() { [ "$1" != backupdir ] || nk_backupdir=$2; }

# nk_try KEY COMMAND...: whether that works here.
nk_try() {
  nk_key=$1
  shift
  if "$@" >/dev/null 2>&1; then nk_emit keeps "$nk_key" yes; else nk_emit keeps "$nk_key" no; fi
}

nk_keeps_case() { true >case && true >CASE && [ "$(printf '%s\n' [Cc][Aa][Ss][Ee] | wc -l)" -eq 2 ]; }
nk_keeps_modes() { true >mode && chmod 4751 mode && [ -u mode ] && [ -x mode ]; }
nk_keeps_long_names() { true >"$nk_long"; }

nk_backupdir=
nk_read_input
if nk_version=$(rsync --version 2>/dev/null); then
  nk_version=${nk_version#*version }
  nk_emit server rsync "${nk_version%% *}"
fi
nk_is_whole_path "$nk_backupdir" || nk_fail bad-input "$nk_backupdir is not a full path"
cd -P "$nk_prefix$nk_backupdir" 2>/dev/null || exit 0
nk_trial=$(mktemp -d "$PWD/.nightkeep-probe.XXXXXXXX" 2>/dev/null) || exit 0
trap 'rm -rf "$nk_trial"' EXIT
trap 'exit 1' HUP INT TERM
cd "$nk_trial" || exit 0
nk_long=nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn
nk_long=$nk_long-$nk_long-$nk_long-$nk_long
true >file
nk_keeps_fractions timed
case $? in
  0) nk_emit keeps fractions yes ;;
  1) nk_emit keeps fractions no ;;
esac
nk_try capitals nk_keeps_case
nk_try hardLinks ln file link
nk_try symlinks ln -s file symlink
nk_try modes nk_keeps_modes
nk_try longNames nk_keeps_long_names
nk_try fifos mkfifo fifo
