# shellcheck shell=sh
# Tells what was proven in some backupdirs: of each that has anything `place n=`, its number in the order asked, then the
# lines of its `state` (see tell-rot.sh) and of its `rehearsed` (see rehearse.sh), only those that belong there. One awk
# does for many.
nk_prefix=${NIGHTKEEP_PREFIX-}
nk_most=100

nk_input() {
  [ "$1" = backupdir ] || return 0
  # shellcheck disable=SC2034 # read by awk, as words between the files
  nk_place=$nk_prefix$2/.nightkeep/proof
  for nk_file in "$nk_place/state" "$nk_place/rehearsed"; do
    if [ -f "$nk_file" ] && [ ! -h "$nk_file" ]; then nk_add_file "$nk_file"; fi
  done
  nk_number=$((nk_number + 1))
}

# nk_add_file FILE: a line of the list of which file is of which place.
nk_add_file() {
  nk_encode "$1"
  nk_files="$nk_files$nk_number $nk_encoded$nk_newline"
  nk_counted=$((nk_counted + 1))
  [ $nk_counted -lt $nk_most ] || nk_tell_files_of_proof
}

nk_tell_files_of_proof() {
  set --
  nk_left=$nk_files
  while [ -n "$nk_left" ]; do
    nk_one=${nk_left%%"$nk_newline"*}
    nk_left=${nk_left#*"$nk_newline"}
    nk_decode_known "${nk_one#* }"
    set -- "$@" "n=${nk_one%% *}" "$nk_decoded"
  done
  nk_files='' nk_counted=0
  [ $# -gt 0 ] || return 0
  awk -v tab="$nk_tab" '
    FNR == 1 { print "place" tab "n=" n; told = 0 }
    /^(checked|rot|copy|rehearsed)\t/ && ++told <= 7000' "$@" 2>/dev/null
  return 0
}

nk_number=0 nk_files='' nk_counted=0
nk_read_input
nk_tell_files_of_proof
nk_emit listed places $nk_number
