# shellcheck shell=sh
# Runs on the server: how many files and bytes a tree has, of some of its folders each. Guards rest on these, and not on
# what a host says that it sent.

# nk_count TREE PATHS [PARTS]: of each of PATHS, a line each as wire.sh encodes it, that is in TREE: the line, its files and
# folders, itself included, its bytes, and `d` or `f`; tabs between. With PARTS (see lists.sh) the same of each mount, and
# of each customer's root that lies below one of PATHS, after a word `part`, with the path it lies below, whose it is, and
# `yes` for a mount.
nk_count() {
  if nk_is_gnu find; then
    (cd "$1" && find . -printf '%y %s %p\0') | tr '\000\n' '\n\001' | awk -v paths="$2" -v parts="${3-}" "$nk_awk_names$nk_awk_customers$nk_add_up"'
      BEGIN { while ((getline line < paths) > 0) want(from_wire(substr(line, 2), "\001"), line); read_parts() }
      { at = index($0, " "); size = substr($0, at + 1); end = index(size, " "); add($1, substr(size, 1, end - 1), substr(size, end + 3)) }'
  else
    # Where find can't tell sizes, rsync can, of a copy that is not made.
    mkdir -p "$nk_scratch/empty" || return 1
    rsync -naH -ii -8 --out-format='@%i|%l|%n//' "$1/" "$nk_scratch/empty/" 2>/dev/null | awk -v paths="$2" -v parts="${3-}" "$nk_awk_names$nk_awk_customers$nk_add_up"'
      BEGIN { while ((getline line < paths) > 0) want(as_rsync(substr(line, 2)), line); read_parts() }
      /^@/ {
        rest = substr($0, 14)
        at = index(rest, "|")
        name = substr(rest, at + 1)
        sub(/\/?\/\/$/, "", name)
        add(substr($0, 3, 1), substr(rest, 1, at - 1), name)
      }'
  fi
}

# shellcheck disable=SC2016 # awk's own
nk_add_up='
  function want(name, line) { wanted[name] = ++lines; told[lines] = line }
  function read_parts(  word) {
    while (parts != "" && (getline line < parts) > 0) {
      split(line, word, "\t")
      if (word[1] == "customer") rule(word[2], word[3], word[4])
      else mounted[substr(word[2], 2)] = 1
    }
  }
  # The numbers of what is wanted and lies at or around a folder. A part of what is wanted is wanted, too.
  function numbers(name,  all, mine) {
    if (!(name in around)) {
      all = name == "" ? "" : numbers(above(name))
      if (all != "" && !(name in wanted) && name !~ /[\\\t\001]/) {
        mine = rules && !(above(name) in owned) && customer_of("/" name) && root == "/" name
        if (mine || (name in mounted)) part(name, all, mine ? id : "")
        if (above(name) in owned) owned[name] = 1
      }
      around[name] = (name in wanted) ? wanted[name] " " all : all
    }
    return around[name]
  }
  function part(name, all, id,  list) {
    split(all, list, " ")
    want(name, "/" name)
    of[lines] = told[list[1]]
    whose[lines] = id
    if (id != "") owned[name] = 1
  }
  function add(type, size, name,  list, n, part_of) {
    if (type == "d") numbers(name)
    if (name in wanted) kind[wanted[name]] = type
    list = type == "d" ? numbers(name) : (name in wanted ? wanted[name] " " : "") numbers(above(name))
    if (list == "") return
    n = split(list, part_of, " ")
    for (; n > 0; n--) {
      files[part_of[n]]++
      if (type == "f" || type == "l" || type == "L") bytes[part_of[n]] += size
    }
  }
  END {
    for (at = 1; at <= lines; at++) if (at in files) {
      printf "%s%s\t%d\t%.0f\t%s", (at in of) ? "part\t" : "", told[at], files[at], bytes[at], kind[at]
      if (at in of) printf "\t%s\t%s\t%s", of[at], whose[at], (substr(told[at], 2) in mounted) ? "yes" : ""
      print ""
    }
  }'
