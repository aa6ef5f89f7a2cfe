# shellcheck shell=sh
# Finds names in all nights below some paths, newest night first, and tells the matches of each as they come.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    ascii) nk_ascii=$2 ;;
    wider) nk_wider=$2 ;;
    most) nk_most=$2 ;;
    root) nk_search "$2" ;;
  esac
}

# nk_search ROOT: in every night.
nk_search() {
  nk_hide_record "$1"
  nk_indexes
  for nk_index in $nk_nights; do
    nk_identify "$nk_base/$nk_index"
    nk_run=$nk_id
    nk_emit night id "$nk_run" root "$1"
    nk_enter "$nk_run" "$1"
    case $? in
      0) ;;
      1)
        [ ! -d "$nk_night_path/." ] && [ -d "$nk_night_path" ] && nk_emit unread
        continue
        ;;
      2)
        nk_emit unread
        continue
        ;;
      3)
        nk_emit gone
        continue
        ;;
      *) continue ;;
    esac
    nk_tell_matches
    nk_check "$nk_run" "$1" || nk_emit gone
  done
}

# nk_find_names: what may match, each name with a NUL at its end, since it may hold a newline. What is not printable ASCII
# is chosen widely here and judged by who asked: bytes are all that find knows. The set has no class in it, which FreeBSD's
# find does not know.
nk_find_names() {
  set -- -name '*[! -~]*' -iname "$nk_wider"
  [ -z "$nk_ascii" ] || set -- "$@" -o -iname "$nk_ascii"
  find . \( "$@" \) -print0 2>/dev/null </dev/null
}

# nk_tell_matches: names go from find to rsync and come back escaped. Says `cut` where there are more than $nk_most, or more
# than 20 times as many of which most may not match; and `unread` where something could not be read.
nk_tell_matches() {
  {
    nk_ends=$(
      {
        { nk_find_names || echo find "$?" >&4; } |
          { TZ=UTC rsync -n -8 -dlptgoD "$nk_hidden" --no-implied-dirs --from0 --files-from=- \
            --out-format="$nk_file_format" ./ "$nk_base/.nightkeep-nowhere/" || echo rsync "$?" >&4; } |
          nk_tell_files | awk -v most="$nk_most" '
            { if (substr($0, index($0, "name=")) ~ /[^ -~]/) wide++; else exact++ }
            exact > most || wide > most * 20 { print "cut"; exit }
            { print }' >&3
      } 4>&1
    )
  } 3>&1
  [ -z "$nk_ends" ] || nk_emit unread
}

nk_ascii='' nk_wider='*'
nk_most=5000
nk_probe_rsync
nk_read_input
nk_emit searched
