# shellcheck shell=sh
# What a host remembers of its backupdir's mark (see identity.sh), in a file beside its scripts: one line, which counts as
# long as its backup.config names the same place.
#   mark id=HEX server=NAME backupdir=PATH
# Of other parts only nk_format, nk_read_event and $nk_tab are used.

nk_remembered_field() {
  case $1 in
    id) nk_remembered_id=$2 ;;
    server) nk_remembered_server=$2 ;;
    backupdir) nk_remembered_dir=$2 ;;
  esac
}

# nk_recall_mark FILE SERVER BACKUPDIR: the id that is expected there into $nk_expected_mark; empty where none is.
nk_recall_mark() {
  nk_expected_mark='' nk_remembered_id='' nk_remembered_server='' nk_remembered_dir='' nk_remembered_line=
  [ -n "$1" ] && { IFS= read -r nk_remembered_line <"$1"; } 2>/dev/null || return 0
  nk_field() { nk_remembered_field "$@"; }
  nk_read_event "$nk_remembered_line"
  [ "$nk_remembered_server" = "$2" ] && [ "$nk_remembered_dir" = "$3" ] || return 0
  case $nk_remembered_id in *[!0-9a-f]*) ;; *) nk_expected_mark=$nk_remembered_id ;; esac
}

# nk_remember_mark FILE SERVER BACKUPDIR ID: for the next run, by a rename. That it can't be written fails no night.
nk_remember_mark() {
  [ -n "$1" ] && [ -n "$4" ] && [ "$4" != "$nk_expected_mark" ] || return 0
  nk_format mark id "$4" server "$2" backupdir "$3"
  { rm -f "$1.new" && printf '%s\n' "$nk_line" >"$1.new" && mv "$1.new" "$1"; } 2>/dev/null || :
}
