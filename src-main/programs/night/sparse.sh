# shellcheck shell=sh
# Runs on the host: files that are nearly all hole. rsync reads and sends every byte of a hole, which takes days for some
# terabytes of nothing, such as the lastlog of a machine with large numbers of users. They are left out by name, and said.

# For an inner shell, of a file beyond a tebibyte: notes its name, $1, in the file $0 where less than a thousandth of it is
# on the disk. It fails always, so that find goes on to ask what else the file is.
# shellcheck disable=SC2016,SC2034 # for that shell, by links.sh
nk_note_sparse='
  set -- "$1" $(ls -skln -- "$1")
  [ $(($2 * 1024000)) -ge "$7" ] || printf "%s\000" "$1" >>"$0"
  exit 1'

# nk_leave_sparse: those of them that would be sent are left out, and told as what could not be copied.
nk_leave_sparse() {
  [ -s "$nk_work/sparse" ] || return 0
  mkdir -p "$nk_work/empty" || nk_no_notes
  nk_reading rsync -naR -8 --from0 --files-from="$nk_work/sparse" --out-format='%l %n' ./ "$nk_work/empty/" \
    >"$nk_work/sparse.told" 2>/dev/null
  awk -v tab="$nk_tab" -v left="$nk_work/left-out" '
    FILENAME ~ /send$/ { sent[$0] = 1; next }
    {
      name = substr($0, index($0, " ") + 1)
      if (!(name in sent)) next
      print name >> left
      printf "%s%s\"/%s\" is left out: it is a sparse file of %.1f TB, nearly all of it a hole, and rsync would read and send all of that\n", \
        name, tab, name, $1 / 1e12
    }' "$nk_work/send" "$nk_work/sparse.told" >>"$nk_work/words" || nk_no_notes
}
