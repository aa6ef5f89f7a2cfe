# shellcheck shell=sh
# Tells how much a selection is, before anything is done: files, and bytes of distinct content, a file that is the same
# in two nights being counted once.
nk_input() {
  case $1 in
    backupdir)
      nk_open_backupdir "$2"
      nk_private
      nk_list=$nk_notes/list
      ;;
    *) nk_selected "$1" "$2" ;;
  esac
}
nk_selected_night() { :; }
nk_selected_path() { :; }

nk_take_night() {
  nk_hide_record "$nk_root"
  # Options are one word; the window may be none.
  # shellcheck disable=SC2086
  rsync -n -raH$nk_exact $nk_window --numeric-ids --no-h --stats "$nk_hidden" --from0 --files-from="$nk_list" \
    ${nk_last_root:+"--link-dest=$nk_last_root"} ./ "$nk_base/.nightkeep-nowhere/" </dev/null >"$nk_notes/stats"
  nk_status=$?
  nk_must_have_read measuring
  nk_must_stay "$nk_run" "$nk_root"
  nk_last_root=$nk_base/$nk_index$nk_root
  # Number of files: 10 (reg: 6, dir: 2, ...)
  sed -e 's/[(),]/ /g' "$nk_notes/stats" | awk -v run="$nk_run" '
    /^Number of files:/ { files = $4; for (i = 5; i < NF; i++) if ($i == "dir:") files -= $(i + 1) }
    /^Total transferred file size:/ { bytes = $5 }
    END { printf "measured\trun=%s\tfiles=%.0f\tbytes=%.0f\n", run, files, bytes }
  '
}

nk_last_root=
nk_probe_rsync
nk_read_input
nk_end_of_night
nk_free "$nk_base/"
nk_zstd=no
if command -v zstd >/dev/null 2>&1; then nk_zstd=yes; fi
nk_emit server free "$nk_free_bytes" zstd "$nk_zstd"
