# shellcheck shell=sh
# Runs on the host: where rsync may walk. It begins in the root and goes down by these rules alone, so that no name is
# ever reached by its path: a symlink that takes a folder's place meanwhile leads nowhere.

# nk_walk_rules LIST [OTHERS]: rules for a walk over the entries of LIST, all from the root: the entries and the folders
# on the way to them pass, and nothing beside. What the server has of OTHERS, of entries in trouble, and of those that wait,
# is left alone.
nk_walk_rules() {
  nk_leave_out - && nk_leave_out P && nk_without_delivered || return 1
  nk_ways=$nk_newline
  while IFS= read -r nk_ruled; do
    nk_decode "$nk_ruled"
    if [ -d ".$nk_decoded" ]; then nk_rule + "$nk_decoded/"; else nk_rule + "$nk_decoded"; fi || return 1
    nk_add_ways "$nk_decoded"
  done <"$1"
  for nk_left_out in "$nk_work/troubled" "$nk_work/waiting" ${2+"$2"}; do
    while IFS= read -r nk_ruled; do
      nk_decode "$nk_ruled"
      nk_rule P "$nk_decoded" || return 1
    done <"$nk_left_out"
  done
  nk_rule_ways + '' && nk_rule_ways - '*'
}

# nk_leave_out WORD: a rule for each file that this night goes without.
nk_leave_out() {
  [ -s "$nk_work/left-out" ] || return 0
  while IFS= read -r nk_rule_name; do
    nk_unescape "$nk_rule_name"
    nk_rule "$1" "/$nk_raw" || return 1
  done <"$nk_work/left-out"
}

# nk_add_ways PATH: the folders on the way to it, each with a slash at its end, to $nk_ways.
nk_add_ways() {
  nk_way='' nk_ahead=${1#/}
  while :; do
    case $nk_ways in
      *"$nk_newline$nk_way/$nk_newline"*) ;;
      *) nk_ways=$nk_ways$nk_way/$nk_newline ;;
    esac
    case $nk_ahead in
      */*)
        nk_way=$nk_way/${nk_ahead%%/*}
        nk_ahead=${nk_ahead#*/}
        ;;
      *) return ;;
    esac
  done
}

# nk_rule_ways WORD SUFFIX: for each of $nk_ways; the root itself passes anyhow.
nk_rule_ways() {
  nk_ways_left=${nk_ways#"$nk_newline"}
  while [ -n "$nk_ways_left" ]; do
    nk_way=${nk_ways_left%%"$nk_newline"*}
    nk_left_ways=${nk_ways_left#*"$nk_newline"}
    [ "$nk_way$2" = / ] || nk_rule "$1" "$nk_way" "$2" || return 1
    nk_ways_left=$nk_left_ways
  done
}

# Of more differences than these each file would be asked by too many rules: all that the entries have is walked then.
nk_rules_most=6000
# rsync reads names a byte at a time, holds all of them for as long as it sends, and goes to each from the top: where there are
# many, a night that is the first of something, a walk costs less.
nk_names_most=50000

# For awk: what differs, `sends`, and how much that is, into the file `total`; those of it that are folders, `folder`; and
# by `mark` the folders that something is taken out of, which changes their times.
# shellcheck disable=SC2016 # awk's own
nk_awk_differing=$nk_awk_names'
    FILENAME ~ /gone$/ { gone[$0]; next }
    FILENAME ~ /folders$/ { folder[$0]; next }
    FILENAME ~ /send$/ { if ($0 in sends) next; sends[$0]; differing++ }
    function tell_total(  name) {
      print differing + 0 > total
      for (name in gone) if (!(above(name) in gone)) mark(above(name))
    }'

# nk_send_names: into `names`, what differs. By its name it is reached by its path: only for where no symlink is followed.
# Fails where that is too much to be named.
nk_send_names() {
  awk -v total="$nk_work/total" "$nk_awk_differing"'
    FILENAME ~ /send$/ { tell($0); next }
    FILENAME ~ /left-out$/ { out[$0]; next }
    { out[as_rsync(substr($0, 2))] }
    function tell(name,  up) {
      for (up = name; up != ""; up = above(up)) if (up in out) return
      print "./" name
    }
    function mark(name) { if (name != "" && !(name in sends)) { sends[name]; tell(name) } }
    END { tell_total() }' "$nk_work/left-out" "$nk_work/delivered" "$nk_work/gone" "$nk_work/send" >"$nk_work/naming" &&
    nk_raw_names "$nk_work/naming" >"$nk_work/names" && read -r nk_total_sent <"$nk_work/total" || nk_no_notes
  [ "$nk_total_sent" -le "$nk_names_most" ]
}

# nk_send_rules: rules for a walk over the folders in which something differs, and those on the way to them. Of what lies in
# these, they pass only what differs: the server would look for each other file by its whole path, which costs an rsync
# that trusts no folder on the way some thirty calls.
nk_send_rules() {
  true >"$nk_work/odd" && nk_leave_out - && nk_without_delivered || return 1
  awk -v odd="$nk_work/odd" -v total="$nk_work/total" "$nk_awk_differing"'
    function mark(name) { for (; name != "" && !(name in walk); name = above(name)) walk[name] }
    function pass(name, end) {
      if (name ~ /\\#[0-7][0-7][0-7]/) { print name end > odd; return }
      if (name ~ /[*?[]/) gsub(/[\\*?[]/, "\\\\&", name)
      print "+ /" name end
    }
    END {
      tell_total()
      for (name in folder) mark(name)
      for (name in sends) mark(above(name))
      for (name in walk) pass(name, "/")
      print "- */"
      for (name in sends) if (!(name in folder)) pass(name, "")
      print "- *"
    }' "$nk_work/gone" "$nk_work/folders" "$nk_work/send" >"$nk_work/walk" && read -r nk_total_sent <"$nk_work/total" || return 1
  while IFS= read -r nk_rule_name; do
    nk_unescape "$nk_rule_name"
    case $nk_raw in */) ;; *) nk_rule - "/$nk_raw/" || return 1 ;; esac
    nk_rule + "/$nk_raw" || return 1
  done <"$nk_work/odd"
  # Entries that are files, and nothing else of the folders they are in.
  while IFS= read -r nk_ruled; do
    nk_decode "$nk_ruled"
    [ -d ".$nk_decoded" ] || nk_rule + "$nk_decoded" || return 1
  done <"$nk_work/walked"
  tr '\n' '\000' <"$nk_work/walk" && nk_rule_ways - '*' && printf -- '- */\000'
}
