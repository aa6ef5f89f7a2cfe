# shellcheck shell=sh
# Runs on the server: how many files and bytes a tree has, of some of its folders each. Guards rest on these, and not on
# what a host says that it sent.

# nk_count TREE PATHS: of each of PATHS, a line each as wire.sh encodes it, that is in TREE: the line, its files and folders,
# itself included, its bytes, and `d` or `f`; tabs between.
nk_count() {
  if nk_is_gnu find; then
    (cd "$1" && find . -printf '%y %s %p\0') | tr '\000\n' '\n\001' | awk -v paths="$2" "$nk_awk_names$nk_add_up"'
      BEGIN { while ((getline line < paths) > 0) want(from_wire(substr(line, 2), "\001"), line) }
      { at = index($0, " "); size = substr($0, at + 1); end = index(size, " "); add($1, substr(size, 1, end - 1), substr(size, end + 3)) }'
  else
    # Where find can't tell sizes, rsync can, of a copy that is not made.
    mkdir -p "$nk_scratch/empty" || return 1
    rsync -naH -ii -8 --out-format='@%i|%l|%n//' "$1/" "$nk_scratch/empty/" 2>/dev/null | awk -v paths="$2" "$nk_awk_names$nk_add_up"'
      BEGIN { while ((getline line < paths) > 0) want(as_rsync(substr(line, 2)), line) }
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
  # The numbers of what is wanted and lies at or around a folder.
  function numbers(name,  all) {
    if (!(name in around)) {
      all = name == "" ? "" : numbers(above(name))
      around[name] = (name in wanted) ? wanted[name] " " all : all
    }
    return around[name]
  }
  function add(type, size, name,  list, n, part) {
    if (name in wanted) kind[wanted[name]] = type
    list = type == "d" ? numbers(name) : (name in wanted ? wanted[name] " " : "") numbers(above(name))
    if (list == "") return
    n = split(list, part, " ")
    for (; n > 0; n--) {
      files[part[n]]++
      if (type == "f" || type == "l" || type == "L") bytes[part[n]] += size
    }
  }
  END { for (at = 1; at <= lines; at++) if (at in files) printf "%s\t%d\t%.0f\t%s\n", told[at], files[at], bytes[at], kind[at] }'
