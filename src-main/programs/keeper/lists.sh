# shellcheck shell=sh
# Runs on the server: the one entrance of all lists that a host sends. They are bounded before they are read, and looked
# at here, once, in the form in which they are used.

nk_list_most=536870912
nk_entries_most=10000

# nk_is_number TEXT: a whole number as this protocol writes it, which a shell can't take for an octal one.
nk_is_number() {
  case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac
  [ ${#1} -le 15 ]
}

# nk_take_list FILE: so many bytes as the host said, from stdin.
nk_take_list() {
  [ "$nk_bytes" -le $nk_list_most ] || nk_fail bad-input "a list has no more than $nk_list_most bytes"
  if [ "$nk_bytes" = 0 ]; then
    true >"$1"
    return
  fi
  { head -c "$nk_bytes" >"$1"; } 2>/dev/null || nk_cannot 'a list of the host could not be noted'
  nk_list_bytes=$(wc -c <"$1")
  [ "$((nk_list_bytes))" = "$nk_bytes" ] || nk_cannot 'a list of the host did not come whole'
}

# nk_are_names FILE: false where one of its names, each ended by NUL, leads out of the folder they are in, or to what is
# the night's own. What a name asks for is seen by its slashes and dots; a newline may stand as another byte for that.
nk_are_names() {
  tr '\000\n' '\n\001' <"$1" | awk '
    length($0) > 4096 || ("/" $0 "/") ~ /\/(\.\.?)?\// || /^\.nightkeep/ { bad = 1; exit }
    END { exit bad }'
}

# nk_check_entries FILE: what became of the entries, as the host tells it, a line each, into `told`: fields of known
# names, each once, encoded as wire.sh does it; numbers without leading zeros; whole paths, but for an entry that failed.
nk_check_entries() {
  awk -F "$nk_tab" -v most=$nk_entries_most '
    function bad(why) { print why > "/dev/stderr"; failed = 1; exit 1 }
    { if (NR > most) bad("a run has no more than " most " entries")
      if ($1 != "entry") bad("a line is not an entry")
      split("", field)
      for (at = 2; at <= NF; at++) {
        equals = index($at, "=")
        key = substr($at, 1, equals - 1)
        text = substr($at, equals + 1)
        if (key !~ /^(path|state|kind|added|changed|plain|message|target)$/ || (key in field)) bad("an entry has no field " key)
        field[key] = text
        plain = text
        gsub(/\\[\\nt]/, "", plain)
        if (index(plain, "\\") || length(text) > 16384) bad("a field is not encoded as one")
      }
      path = field["path"]
      if (length(path) > 8192 || (path in seen)) bad("an entry was told of before, or is too long")
      seen[path] = 1
      if (field["state"] !~ /^(good|missing|symlink|failed|covered)$/) bad("an entry has no such state")
      if (field["state"] != "failed" && ((path "/") !~ /^\/./ || (path "/") ~ /\/\.?\.?\// || path ~ /^\/\.nightkeep/)) bad("an entry has no proper path")
      if (field["kind"] !~ /^(directory|file|covered|unfinished)?$/ || field["plain"] !~ /^(yes)?$/) bad("an entry is of no such kind")
      for (key in field) if (key ~ /^(added|changed)$/ && (field[key] !~ /^(0|[1-9][0-9]*)$/ || length(field[key]) > 15)) bad("a count is not a number")
    }
    END { exit failed }' "$1" 2>"$nk_scratch/why" || {
    IFS= read -r nk_wrong_line <"$nk_scratch/why" || nk_cannot 'the entries could not be read'
    nk_fail bad-input "$nk_wrong_line"
  }
}

# nk_take_parts: into `parts`, lines `customer`, a tab and the three words of a rule, and `mount`, a tab and a path.
nk_take_parts() {
  [ "$nk_bytes" -le 1048576 ] || nk_fail bad-input 'too much was told of the parts of entries'
  nk_take_list "$nk_scratch/parts"
  awk -F "$nk_tab" '
    $1 == "customer" && NF == 4 && length($0) < 2048 { next }
    $1 == "mount" && NF == 2 && $2 ~ /^\/./ && ($2 "/") !~ /\/\.?\.?\// && $2 !~ /\\/ && length($2) < 4096 { next }
    { bad = 1 }
    END { exit bad || NR > 2000 }' "$nk_scratch/parts" || nk_fail bad-input 'a part of an entry is none'
}
