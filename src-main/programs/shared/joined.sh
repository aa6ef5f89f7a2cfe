# shellcheck shell=sh
# Names that are one file, as rsync prints their pairs (`NAME// => OTHER`), in groups by union of the pairs.
# shellcheck disable=SC2016,SC2034 # awk's own, for other parts
nk_link_groups='
  function root(group, name,  up) {
    if (!(name in group)) group[name] = name
    for (up = name; group[up] != up; up = group[up]) {}
    group[name] = up
    return up
  }
  function join(group, a, b) { group[root(group, a)] = root(group, b) }
  function split_pair(line,  at) {
    at = index(line, "//")
    one = substr(line, 1, at - 1)
    other = substr(line, at + 6)
  }'
