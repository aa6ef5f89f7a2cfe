# shellcheck shell=sh
# What the programs of a restore need of the machine they run on.

# nk_free DIR: bytes free in DIR for this user, into $nk_free_bytes. The column before the one in per cent: a device's
# name may hold blanks. awk, since the numbers do not fit the arithmetic of every shell.
nk_free() {
  nk_free_bytes=$(df -Pk "$1" 2>/dev/null | awk '
    NR > 1 { for (i = 2; i <= NF; i++) if ($i ~ /^[0-9]+%$/) { free = $(i - 1) * 1024; printf "%.0f\n", free < 0 ? 0 : free; exit } }')
}

# nk_private: a folder of our own for notes, into $nk_notes; removed at the end.
nk_private() {
  nk_notes=$(mktemp -d "${TMPDIR:-/tmp}/nightkeep.XXXXXX") || nk_fail program-failed 'no temporary folder can be made'
  trap 'rm -rf "$nk_notes"' EXIT
  trap 'exit 1' HUP INT TERM PIPE
}
