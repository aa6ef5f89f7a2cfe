# shellcheck shell=sh
# Finds names in all nights below some paths, newest night first, and tells the matches of each as they come.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    pattern) nk_pattern=$2 ;;
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

# A name may hold a newline, so it goes from find to rsync with a NUL at its end, and comes back escaped.
nk_tell_matches() {
  find . -iname "$nk_pattern" -print0 2>/dev/null </dev/null |
    TZ=UTC rsync -n -8 -dlptgoD "$nk_hidden" --no-implied-dirs --from0 --files-from=- --out-format="$nk_file_format" \
      ./ "$nk_base/.nightkeep-nowhere/" |
    nk_tell_files | sed -e "${nk_most}q"
}

nk_most=5000
nk_probe_rsync
nk_read_input
nk_emit searched
