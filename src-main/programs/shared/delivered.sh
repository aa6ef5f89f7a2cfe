# shellcheck shell=sh
# What Nightkeep itself put into a customer's root: tarballs of a restore, by the names that domain/labels.ts gives them.
# They are left out of nights, and so of the next restore, which would else grow by all that came before it.

# nk_delivered_rules ROOT ID: patterns of rsync, each ended by NUL, for the tarballs that were delivered into ROOT, the root
# of the customer ID as the transfer has it: '' for its top, else `/PATH` without a slash at its end.
nk_delivered_rules() {
  nk_literal=$1
  for nk_wild in '\' '*' '?' '['; do
    nk_replace "$nk_literal" "$nk_wild" "\\$nk_wild"
    nk_literal=$nk_replaced
  done
  nk_delivered_name "$2"
  for nk_ending in tar.gz tar.zst; do
    printf '%s/%s-[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*.%s\000' "$nk_literal" "$nk_named" "$nk_ending" || return 1
  done
}

# nk_delivered_name ID: how a tarball's name begins, into $nk_named.
nk_delivered_name() {
  nk_named=$(printf '%s\n' "$1" | sed -e 's/[^A-Za-z0-9._-][^A-Za-z0-9._-]*/_/g' -e 's/^[._-]*//' -e 's/^\(.\{64\}\).*/\1/' -e q)
  [ -n "$nk_named" ] || nk_named=customer
}
