# shellcheck shell=sh
# Runs on the host, before all else: what Nightkeep delivered into a customer's `/` is left out of nights, and so of the next
# restore, which would else grow by all that came before it. Each delivery was noted beside backup.config, a tarball with its
# path and size, a folder with its inode: another one is the customer's own by now, whatever its name.

nk_delivered_field() {
  case $1 in
    path) nk_delivered_path=$2 ;;
    bytes | inode) nk_delivered_bytes=$2 ;;
  esac
}

# nk_list_delivered: those that lie there still, encoded, into `delivered`; said in the record's note.
nk_list_delivered() {
  true >"$nk_work/delivered" || nk_no_notes
  [ -f "$nk_prefix$nk_config.delivered" ] && [ -r "$nk_prefix$nk_config.delivered" ] || return 0
  nk_delivered_count=0 nk_delivered_names=
  # Of the last thousand, each once.
  tail -n 1000 "$nk_prefix$nk_config.delivered" | awk '/^(tarball|folder)\t/ && !seen[$0]++' >"$nk_work/delivered.noted" || nk_no_notes
  while IFS= read -r nk_noted; do
    nk_delivered_path='' nk_delivered_bytes=
    nk_field() { nk_delivered_field "$@"; }
    nk_read_event "$nk_noted"
    nk_is_delivered || continue
    nk_encode "$nk_delivered_path"
    printf '%s\n' "$nk_encoded" >>"$nk_work/delivered" || nk_no_notes
    nk_delivered_count=$((nk_delivered_count + 1))
    [ $nk_delivered_count -gt 3 ] || nk_delivered_names=$nk_delivered_names${nk_delivered_names:+, }$nk_delivered_path
  done <"$nk_work/delivered.noted"
  [ $nk_delivered_count -gt 0 ] || return 0
  [ $nk_delivered_count -le 3 ] || nk_delivered_names="$nk_delivered_names and $((nk_delivered_count - 3)) more"
  nk_note="${nk_note:+$nk_note; }left out, as put there by Nightkeep: $nk_delivered_names"
}

nk_is_delivered() {
  nk_is_whole_path "$nk_delivered_path" || return 1
  case $nk_noted in folder*)
    [ -d "$nk_prefix$nk_delivered_path" ] && [ ! -h "$nk_prefix$nk_delivered_path" ] && nk_size=$(ls -di "$nk_prefix$nk_delivered_path") || return 1
    nk_size=${nk_size#"${nk_size%%[! ]*}"}
    [ "${nk_size%% *}" = "$nk_delivered_bytes" ]
    return
    ;;
  esac
  [ -f "$nk_prefix$nk_delivered_path" ] && [ ! -h "$nk_prefix$nk_delivered_path" ] || return 1
  nk_size=$(wc -c <"$nk_prefix$nk_delivered_path") && [ "$((nk_size))" = "$nk_delivered_bytes" ]
}

# nk_without_delivered: a rule for each of them. What an older night has of them leaves the new one.
nk_without_delivered() {
  while IFS= read -r nk_delivered_line; do
    nk_decode "$nk_delivered_line"
    nk_rule - "$nk_decoded" || return 1
  done <"$nk_work/delivered"
}
