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

# nk_send_rules: rules for a walk over the folders in which something differs, and those on the way to them. Of what lies in
# these, they pass only what differs: the server would look for each other file by its whole path, which costs an rsync
# that trusts no folder on the way some thirty calls. Where rules are many, asking each name by all of them costs more.
nk_send_rules() {
  nk_leave_out - && nk_without_delivered || return 1
  awk -v odd="$nk_work/odd" -v total="$nk_work/total" "$nk_awk_names"'
    FILENAME ~ /gone$/ { gone[$0] = 1; next }
    FILENAME ~ /folders$/ { folder[$0]; mark($0); next }
    { sends[$0] = 1; mark(above($0)) }
    function mark(name) { for (; name != "" && !(name in walk); name = above(name)) { walk[name] = 1; rules++ } }
    function pass(name, end) {
      if (name ~ /\\#[0-7][0-7][0-7]/) { print name end > odd; return }
      if (name ~ /[*?[]/) gsub(/[\\*?[]/, "\\\\&", name)
      print "+ /" name end
    }
    END {
      for (name in sends) differing++
      print differing + 0 > total
      # What was taken out of a folder changes its time.
      for (name in gone) if (!(above(name) in gone)) mark(above(name))
      for (name in walk) pass(name, "/")
      if (differing + rules > 12000) exit
      print "- */"
      for (name in sends) if (!(name in folder)) pass(name, "")
      print "- *"
    }' "$nk_work/gone" "$nk_work/folders" "$nk_work/send" >"$nk_work/walk" || return 1
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
