# shellcheck shell=sh
# Brings a held tarball to this host and puts it into a customer's root, under a name that was free: as it is, or unpacked
# in a new folder (see put-unpacked.sh); or puts what is in it in place of what is there (see put-in-place.sh). It is fetched from the server, or comes on stdin while it is still being packed
# (see take-frames.sh).
nk_input() {
  case $1 in
    root) nk_root=$2 ;;
    as) nk_as=$2 ;;
    name) nk_name=$2 ;;
    ending) nk_ending=$2 ;;
    config) nk_config=$2 ;;
    place) nk_want_place "$2" ;;
    from) nk_from=$2 ;;
    server) nk_server=$2 ;;
    backupdir) nk_backupdir=$2 ;;
    hold) nk_hold=$2 ;;
    tarball) nk_tarball=$2 ;;
    bytes) nk_bytes=$2 ;;
    sha256) nk_expected=$2 ;;
  esac
}

nk_check_input() {
  case $nk_root in /*) ;; *) nk_fail bad-input "$nk_root is not a full path" ;; esac
  [ "$nk_from" = server ] || return 0
  nk_check_tarball
  case $nk_tarball in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a tarball can not be called $nk_tarball" ;; esac
  case $nk_server in '' | -* | *[!A-Za-z0-9._@:-]*) nk_fail bad-input "a server can not be called $nk_server" ;; esac
  command -v ssh >/dev/null 2>&1 || nk_fail missing-tool 'ssh is not installed on the host'
}

nk_check_tarball() {
  case $nk_name in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a tarball can not be called $nk_name" ;; esac
  case $nk_ending in tar.gz | tar.zst) ;; *) nk_fail bad-input "a tarball can not end in $nk_ending" ;; esac
  case $nk_bytes in '' | *[!0-9]*) nk_fail bad-input 'the size is no number' ;; esac
  case $nk_expected in '' | *[!0-9a-f]*) nk_fail bad-input 'the checksum is none' ;; esac
}

# nk_verify: what arrived is what was packed.
nk_verify() {
  nk_emit verifying
  [ "$nk_sum" = "$nk_expected" ] ||
    nk_fail checksum-mismatch "what arrived in $nk_root is not what $nk_server packed; nothing was left there" expected "$nk_expected" found "$nk_sum"
}

nk_clean_up() {
  # A second wish for an end must not end this.
  trap '' HUP INT TERM PIPE
  # shellcheck disable=SC2086 # numbers, to be split
  [ -z "$nk_watcher$nk_summer$nk_worker$nk_expander" ] || kill $nk_watcher $nk_summer $nk_worker $nk_expander 2>/dev/null
  # What it was unpacking can only be removed once it does no more.
  # shellcheck disable=SC2086
  [ -z "$nk_expander" ] || wait $nk_worker
  [ -z "$nk_file" ] || rm -f "$nk_file"
  nk_unmake
  if [ -n "$nk_stage" ] && [ -d "$nk_stage" ]; then rm -rf "$nk_stage"; fi
  rm -rf "$nk_notes"
}

nk_fetch() {
  nk_check_space "$nk_bytes" 'the tarball'
  nk_open_file
  nk_watch_file &
  nk_watcher=$!
  nk_receive
  kill "$nk_watcher" 2>/dev/null
  wait "$nk_watcher" 2>/dev/null
  nk_watcher=
  exec 3>&-
  nk_judge_transfer
}

nk_take() {
  nk_open_file
  nk_take_frames
  exec 3>&-
  nk_check_tarball
}

nk_put_in_root() {
  nk_verify
  case $nk_as in
    folder) nk_put_unpacked ;;
    place) nk_put_in_place ;;
    *)
      nk_give_to_customer "$nk_file"
      nk_publish
      nk_verify_final
      ;;
  esac
}

# nk_note_delivered: for the nights, which leave out what was delivered (see night/delivered.sh), and nothing else of a like
# name: the customer may have such files. A restore does not fail for it.
nk_note_delivered() {
  case $nk_as in
    folder) nk_note_line folder path "${nk_root%/}/$nk_final" inode "$nk_folder_inode" ;;
    tarball) nk_note_line tarball path "${nk_root%/}/$nk_final" bytes "$nk_bytes" ;;
  esac
}

nk_watcher='' nk_config='' nk_file='' nk_stage='' nk_bytes='' nk_expected='' nk_name='' nk_from=server
nk_read_input
nk_check_input
nk_enter_root
nk_private
trap nk_clean_up EXIT
touch -r . "$nk_notes/times"
nk_make_stage
# What was tried in the root is gone, and nothing else may come to lie there.
[ "$nk_as" != place ] || touch -r "$nk_notes/times" .
[ "$nk_as" = tarball ] || nk_probe_unpacking
nk_before=no
case $nk_from in
  server) if [ "$nk_as" = tarball ] && nk_delivered_before; then nk_before=yes; else nk_fetch && nk_put_in_root; fi ;;
  *) nk_take && nk_put_in_root ;;
esac
nk_note_delivered
nk_emit delivered name "$nk_final" bytes "$nk_bytes" sha256 "$nk_expected" before "$nk_before" os "$(uname -s)"
