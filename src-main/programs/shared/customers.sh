# shellcheck shell=sh
# For awk: whose a path is, by the fleet's patterns (see domain/customer-rules.ts). `rule` takes one: what stands before
# the customer's id, the id, what follows. `customer_of` is true for a path that is a customer's, whose id is in `id` then
# and whose `/` in `root`; the first rule that fits counts.
# shellcheck disable=SC2016,SC2034 # awk's own, for other parts
nk_awk_customers='
  function rule(before, name, after) { before_id[++rules] = before; id_itself[rules] = name; after_id[rules] = after }
  function customer_of(path,  start, end, at, from, rest, before, skipped, slash) {
    start = path
    # Whoever is root in a jail chooses the names below it: no more than the beginning is looked at.
    if (length(start) > 512) {
      for (end = 513; end > 1 && substr(start, end, 1) != "/"; end--);
      start = substr(start, 1, end - 1)
    }
    for (at = 1; at <= rules; at++) {
      if (!match(start, before_id[at] "(" id_itself[at] ")" after_id[at])) continue
      from = RSTART
      rest = substr(start, RSTART, RLENGTH)
      before = before_id[at]
      sub(/^\^/, "", before)
      skipped = 0
      if (before != "") { if (!match(rest, "^(" before ")")) continue; skipped = RLENGTH }
      rest = substr(rest, skipped + 1)
      if (!match(rest, "^(" id_itself[at] ")") || RLENGTH < 1) continue
      id = substr(rest, 1, RLENGTH)
      if (after_id[at] != "" && !match(substr(rest, RLENGTH + 1), "^(" after_id[at] ")")) continue
      end = from - 1 + skipped + length(id)
      slash = index(substr(path, end + 1), "/")
      root = slash ? substr(path, 1, end + slash - 1) : path
      if (id ~ /[^A-Za-z0-9._-]/) id = ""
      return 1
    }
    return 0
  }'
