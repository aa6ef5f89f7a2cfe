# shellcheck shell=sh
# The log of what staff did, on the server, so that all of them see it. Each line is appended in one write.

# nk_act KEY VALUE ...: appends an `action`.
nk_act() {
  mkdir -p "$nk_base/.nightkeep" || nk_fail permission-denied "$nk_base/.nightkeep can not be written"
  nk_format action "$@"
  printf '%s\n' "$nk_line" >>"$nk_base/.nightkeep/actions" ||
    nk_fail permission-denied "$nk_base/.nightkeep/actions can not be written"
}
