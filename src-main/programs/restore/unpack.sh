# shellcheck shell=sh
# Taking a tarball apart again, to see that what comes out is what went in. nk_probe_rsync, nk_probe_tar and
# nk_probe_squeezer come before.

# nk_unpack TARBALL: into $nk_scratch, with all that a tarball keeps.
nk_unpack() (
  # Words are meant to be split, and stars to stay.
  set -f
  # shellcheck disable=SC2086
  nk_expand <"$1" | (cd "$nk_scratch" && "$nk_tar" $nk_tar_extras --numeric-owner -xpf -) 2>"$nk_errors"
)

# nk_compare FROM TO [OPTION ...]: what differs, byte by byte, a name a line into `differs`, as rsync prints them. What it
# says of pipes and sockets, which it is told to leave out, is no name.
nk_compare() {
  nk_from=$1 nk_to=$2
  shift 2
  # Options are one word; the window may be none.
  # shellcheck disable=SC2086
  rsync -nrlptgoDc8$nk_exact $nk_window --no-specials --numeric-ids --out-format='=%n' "$@" "$nk_from/" "$nk_to/" \
    </dev/null 2>"$nk_errors" | sed -n 's/^=//p' >"$nk_notes/differs"
}

# nk_tell_differs MOST: so many of the names.
nk_tell_differs() { sed -n "1,${1}p" "$nk_notes/differs" | nk_wire | sed "s/^/differs${nk_tab}name=/"; }

# nk_count_files DIR: all that is no folder, into $nk_files.
nk_count_files() { nk_files=$(cd "$1" && find . ! -type d -print0 | tr -cd '\000' | wc -c | tr -d ' '); }
