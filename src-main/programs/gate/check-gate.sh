# shellcheck shell=sh
# What a host could do on its server. Input: name; key `TYPE BASE64`, several times; file, the authorized_keys;
# backupdir. Says `line state= number=` for each of its keys' lines, `installed stamp= settings=`, `server rsync=
# confined=`, `refused ...` for the last refusals, and `refusals count=`.
nk_folder=/usr/local/libexec/nightkeep
nk_told_most=20
nk_input() {
  case $1 in
    name) nk_name=$2 ;;
    key) nk_keys=$nk_keys$2$nk_newline ;;
    file) nk_keys_file=$2 ;;
    backupdir) nk_backupdir=$2 ;;
  esac
}

nk_tell_lines() {
  nk_number=0
  # shellcheck disable=SC2094 # its name is told, nothing is written to it
  while IFS= read -r nk_line_now || [ -n "$nk_line_now" ]; do
    nk_number=$((nk_number + 1))
    nk_split_line "$nk_line_now" || continue
    nk_judge_options
    nk_emit line state "$nk_line_state" number "$nk_number" file "$nk_keys_file"
  done <"$nk_keys_file"
}

nk_tell_installed() {
  [ -f "$nk_gate" ] || return 0
  # A server without any such program has a gate that can't be told from another.
  nk_sum=$(nk_sha256 <"$nk_gate" >/dev/null && printf '%s' "$nk_sum") || nk_sum=
  nk_text=
  [ ! -f "${nk_gate%/*}/hosts/$nk_name" ] || nk_text=$(cat "${nk_gate%/*}/hosts/$nk_name")
  nk_emit installed sha256 "$nk_sum" settings "$nk_text"
}

nk_tell_server() {
  nk_rsync_features "$(rsync --version 2>/dev/null)" || :
  nk_confined=no
  # Told of the gate that is installed, or of one that would be.
  if [ ! -f "$nk_gate" ] || [ -d "${nk_gate%/*}/place" ]; then
    ! nk_can_build_place || nk_confined=yes
  fi
  nk_emit server rsync "$nk_rsync_version" confined "$nk_confined"
}

nk_tell_refusals() {
  nk_count=0
  # The first is of a host that has no night yet, or none on this server.
  for nk_refusals in "${nk_gate%/*}/hosts/$nk_name.refusals" "$nk_prefix$nk_backupdir/.nightkeep/refusals"; do
    [ -f "$nk_refusals" ] || continue
    nk_count=$((nk_count + $(grep -c . "$nk_refusals")))
    tail -n $nk_told_most "$nk_refusals"
  done
  nk_emit refusals count "$nk_count"
}

nk_name='' nk_keys='' nk_keys_file='' nk_backupdir=
nk_read_input
nk_gate=$nk_system$nk_folder/gate
nk_find_keys_file
nk_tell_lines
nk_tell_installed
nk_tell_server
nk_tell_refusals
