# shellcheck shell=sh
# A plain entry is one in which no file has an ACL or an extended attribute, as nearly all customers' are. To ask rsync
# for these (-A -X) is half of what a comparison costs; getfattr sees that there are none in a quarter of that. Without
# getfattr nothing is known to be plain.

# nk_plain_entries ENTRIES SCRATCH: of the list ENTRIES, those in which none of the names on stdin (from the root, with
# all below them) has anything. Fails where not all could be looked at; a file that went meanwhile had nothing.
nk_plain_entries() {
  {
    nk_reading xargs -0 getfattr -R -P -h -m - -- 2>"$2"
    nk_looked=$?
    # Each reason stands at the end of its line, whatever the name before it is.
    case $nk_looked in 1 | 123) [ ! -s "$2" ] || grep -qv ': No such file or directory$' "$2" || nk_looked=0 ;; esac
    printf 'exit %s\n' $nk_looked
  } | awk "$nk_awk_names"'
    BEGIN { while ((getline line < ARGV[1]) > 0) { list[++lines] = line; entry[from_wire(substr(line, 2), "\n")] = lines }; ARGV[1] = "-" }
    /^# file: / {
      name = substr($0, 9)
      sub(/^(\.?\/)+/, "", name)
      # getfattr escapes names in a way of its own: where such a one is, is not told, and all entries may have it.
      if (name ~ /\\[0-7][0-7][0-7]/) anywhere = 1
      for (; name != ""; name = above(name)) if (name in entry) { has[entry[name]] = 1; break }
    }
    /^exit / { ended = $2 }
    END {
      if (ended != "0") exit 1
      for (at = 1; at <= lines && !anywhere; at++) if (!(at in has)) print list[at]
    }' "$1"
}
