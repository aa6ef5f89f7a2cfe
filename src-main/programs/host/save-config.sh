# shellcheck shell=sh
# Input: make, where the file's folder is to be made if there is none; path; expected, the bytes the file has to have for
# the save to go ahead, or absent; text, the new bytes. Both come in pieces, since a shell may hand each to a program of
# its own, whose arguments have a limit.
# The new file takes the old one's place by a rename, with its mode and owner; the old one stays as PATH.previous.
# at, by, ticket: what is noted of it, where at is given. PATH.history then has the last texts, NUMBER.text beside
# NUMBER.record: each one saved here, and before it what was found there, where nobody saved that here.
nk_path='' nk_absent='' nk_make='' nk_by='' nk_at='' nk_ticket='' nk_saved=
nk_input() {
  case $1 in
    make) nk_make=1 ;;
    path) nk_begin "$2" ;;
    expected | text) printf '%s' "$2" >>"$nk_config.$1.$$" || nk_fail no-space "$nk_path could not be saved" ;;
    absent) nk_absent=1 ;;
    by) nk_by=$2 ;;
    at) nk_at=$2 ;;
    ticket) nk_ticket=$2 ;;
  esac
}

nk_tidy() {
  trap - EXIT HUP INT TERM
  rm -f "$nk_config.new.$$" "$nk_config.expected.$$" "$nk_config.text.$$"
  [ -z "$nk_locked" ] || {
    rm -f "$nk_config.history"/*.new
    rmdir "$nk_config.lock" 2>/dev/null
  }
}

# nk_note_text FILE HOW AT BY TICKET: notes a text under the next number. It is there once nk_keep_noted names it.
nk_note_text() {
  nk_number=$((nk_number + 1))
  nk_format record how "$2" at "$3" by "$4" ticket "$5"
  cat "$1" >"$nk_history/$nk_number.text.new" && printf '%s\n' "$nk_line" >"$nk_history/$nk_number.record.new" ||
    nk_fail no-space "$nk_path could not be saved: its history can't be written"
}

nk_keep_noted() {
  mv -f "$nk_history/$nk_number.text.new" "$nk_history/$nk_number.text" &&
    mv -f "$nk_history/$nk_number.record.new" "$nk_history/$nk_number.record"
}

# nk_note_save: notes what stands in the file, where nobody saved that here, and what is to stand there.
nk_note_save() {
  nk_history=$nk_config.history
  [ ! -h "$nk_history" ] && mkdir -p "$nk_history" 2>/dev/null && [ -w "$nk_history" ] ||
    nk_fail permission-denied "the history of $nk_path can't be written"
  nk_number=100000
  for nk_one in "$nk_history"/1[0-9][0-9][0-9][0-9][0-9].record; do
    [ ! -e "$nk_one" ] || nk_number=${nk_one##*/} nk_number=${nk_number%.record}
  done
  if [ -e "$nk_config" ] && ! cmp -s "$nk_history/$nk_number.text" "$nk_config"; then
    nk_note_text "$nk_config" found "$(date -u -r "$nk_config" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null)" '' ''
    nk_keep_noted || nk_fail no-space "the history of $nk_path could not be written"
  fi
  if ! cmp -s "$nk_history/$nk_number.text" "$nk_config.text.$$"; then
    nk_note_text "$nk_config.text.$$" saved "$nk_at" "$nk_by" "$nk_ticket"
    nk_saved=1
  fi
}

nk_begin() {
  nk_path=$1
  nk_find_config "$nk_path"
  nk_folder=${nk_config%/*}
  [ -z "$nk_make" ] || (umask 022 && mkdir -p "$nk_folder" 2>/dev/null) ||
    nk_fail permission-denied "the folder of $nk_path can't be made by $(id -un)"
  [ -d "$nk_folder" ] || nk_fail not-found "the folder of $nk_path is not there"
  [ -w "$nk_folder" ] || nk_fail permission-denied "$nk_path can't be written"
  nk_locked=
  trap nk_tidy EXIT
  trap 'exit 1' HUP INT TERM
}

nk_read_input
[ -e "$nk_config.text.$$" ] || nk_fail bad-input 'there is nothing to save'

# Two members of staff who save at once: the second finds the file changed. A lock that is a minute old is a dead one's.
nk_tries=0
until mkdir "$nk_config.lock" 2>/dev/null; do
  [ -z "$(find "$nk_config.lock" -prune -mmin +1 2>/dev/null)" ] || rmdir "$nk_config.lock" 2>/dev/null
  nk_tries=$((nk_tries + 1))
  [ $nk_tries -le 5 ] || nk_fail locked "$nk_path is being saved by someone else"
  sleep 1
done
nk_locked=1

if [ -e "$nk_config" ]; then
  [ -z "$nk_absent" ] || nk_fail conflict "$nk_path was made in the meantime"
  cmp -s "$nk_config.expected.$$" "$nk_config" || nk_fail conflict "$nk_path was changed in the meantime"
  cp -p "$nk_config" "$nk_config.new.$$" || nk_fail permission-denied "$nk_path could not be saved"
else
  [ -n "$nk_absent" ] || nk_fail conflict "$nk_path was removed in the meantime"
  (umask 022 && : >"$nk_config.new.$$") || nk_fail permission-denied "$nk_path could not be saved"
fi
cat "$nk_config.text.$$" >"$nk_config.new.$$" || nk_fail no-space "$nk_path could not be saved"
[ -z "$nk_at" ] || nk_note_save
# Where sync takes a file it syncs that; elsewhere it syncs all, which does for a small file now and then.
sync "$nk_config.new.$$" 2>/dev/null || sync || :
if [ -e "$nk_config" ]; then cp -p "$nk_config" "$nk_config.previous" || nk_fail no-space "no copy of $nk_path could be kept"; fi
mv -f "$nk_config.new.$$" "$nk_config" || nk_fail permission-denied "$nk_path could not be saved"
# What is saved is saved: a history that ends here is told by the next save as a change that nobody noted.
if [ -n "$nk_saved" ]; then
  nk_keep_noted
  set -- "$nk_history"/1[0-9][0-9][0-9][0-9][0-9].record
  while [ $# -gt 50 ]; do
    rm -f "$1" "${1%.record}.text"
    shift
  done
fi
nk_emit saved path "$nk_path"
