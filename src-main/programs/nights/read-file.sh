# shellcheck shell=sh
# Tells one file of one night: its size, and its content as far as it is asked for. The content comes in hexadecimal
# lines, or as it is after a line that says so; then nothing follows it.
nk_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    run) nk_run=$2 ;;
    folder) nk_folder=$2 ;;
    name) nk_name=$2 ;;
    most) nk_most=$2 ;;
    raw) nk_raw=$2 ;;
  esac
}

# A night never changes, so what was a file stays one; but a link in it leads wherever its customer wanted.
nk_open_file() {
  case $nk_name in '' | */* | . | ..) nk_fail bad-input "a file can not be called $nk_name" ;; esac
  [ ! -L "./$nk_name" ] ||
    nk_fail unsafe-path "$nk_folder/$nk_name is a symlink in that night; what it points to is not part of the backup"
  [ -f "./$nk_name" ] || nk_fail not-found "$nk_folder/$nk_name is no file of that night"
  [ -r "./$nk_name" ] || nk_fail permission-denied "$nk_folder/$nk_name can not be read by $(id -un)"
  exec 5<"./$nk_name"
  nk_must_stay "$nk_run" "$nk_folder"
}

nk_most=0 nk_raw=no
nk_read_input
nk_open_backupdir "$nk_backupdir"
nk_must_enter "$nk_run" "$nk_folder"
nk_open_file
nk_size=$(wc -c <"./$nk_name" | tr -d ' ')
if [ "$nk_raw" = yes ]; then
  nk_sha256 <"./$nk_name"
  nk_emit content size "$nk_size" sha256 "$nk_sum"
  cat <&5
else
  nk_emit content size "$nk_size"
  head -c "$nk_most" <&5 | od -An -v -tx1 | sed 's/^/hex	data=/'
fi
