# shellcheck shell=sh
# `verb receive`: becomes the rsync that writes one entry of the run in progress. What the host's rsync asks for is
# checked word by word; where it writes and what it links against is decided here.

# What is wrong is said on stderr: stdout is rsync's.
nk_refuse_receive() {
  nk_note_refusal "$1"
  printf 'nightkeep: %s\n' "$1" >&2
  exit 1
}

nk_check_rsync_word() {
  case $1 in
    --server | --delete | --delete-during | --delete-before | --stats | --partial | --numeric-ids | --log-format=%i | --log-format=%i%I | . | -@-1 | --modify-window=-1) ;;
    -[a-zA-Z]*e.*)
      nk_flags=${1#-}
      nk_flags=${nk_flags%%e.*}
      case ${1#*e.} in *[!a-zA-Z0-9.]*) return 1 ;; esac
      nk_check_rsync_flags
      ;;
    -[a-zA-Z]*)
      nk_flags=${1#-}
      nk_check_rsync_flags
      ;;
    *) return 1 ;;
  esac
}

# nk_check_rsync_flags: those in $nk_flags; a comparison only is a dry run, and names with their folders come in a patch.
nk_check_rsync_flags() {
  case $nk_flags in *[!vlHogDtprAXScdnR]*) return 1 ;; esac
  case $nk_flags in *R*) [ "${nk_kind-}" = patch ] || return 1 ;; esac
  case $nk_flags in *n*) [ "${nk_kind-}" = compare ] && nk_dry=yes || return 1 ;; esac
}

# nk_link_dest NIGHT-DIR: adds it to what is linked against, where the entry is in it and no symlink leads there.
nk_link_dest() {
  (cd "$nk_top/$1" 2>/dev/null && nk_descend "$nk_within") 2>/dev/null || return 1
}

nk_receive() {
  nk_fail() {
    [ "$1" = no-space ] || nk_refuse_receive "$2"
    # Nobody's attack. The host looks for these words, as rsync says them.
    printf 'nightkeep: No space left on device: %s\n' "$2" >&2
    exit 1
  }
  nk_is_whole_path "$nk_entry" || nk_refuse_receive 'the entry is not a full path'
  case $nk_entry in /.nightkeep*) nk_refuse_receive 'this name is kept for Nightkeep' ;; esac
  nk_enter_backupdir "$nk_backupdir"
  nk_sign_in || nk_cannot program-failed "$nk_why"

  nk_within=$nk_entry
  [ "$nk_kind" != file ] || nk_within=${nk_entry%/*}
  [ -n "$nk_within" ] || nk_refuse_receive 'nothing is received into the root of a night'
  set --
  nk_dry=
  while IFS= read -r nk_word; do
    [ -n "$nk_word" ] || continue
    nk_decode "$nk_word"
    nk_check_rsync_word "$nk_decoded" || nk_refuse_receive "rsync was asked for $nk_decoded, which is not allowed"
    [ "$nk_decoded" = . ] || set -- "$@" "$nk_decoded"
  done <<EOT
$nk_words
EOT
  [ "${1-}" = --server ] || nk_refuse_receive 'this is not an rsync'
  if nk_in_place; then
    case $nk_kind in directory | again | file | parents) ;; *) nk_refuse_receive 'there is nothing to compare with' ;; esac
    # What could not be read on the host keeps nothing else from going.
    case " $* " in *' --delete'*) set -- "$@" --ignore-errors ;; esac
    nk_enter_arrival || nk_cannot program-failed "$nk_why"
    nk_exec_rsync "$@"
  fi
  case $nk_kind in
    compare) [ -n "$nk_dry" ] || nk_refuse_receive 'a comparison writes nothing' ;;
    # The folder is empty; a name that is sent twice must not change what the first one was linked to.
    # What is sent again is to be linked against nothing.
    again | parents) set -- "$@" --ignore-existing ;;
    *)
      set -- "$@" --ignore-existing
      nk_also_night "$nk_entry"
      for nk_night_dir in 0 $nk_also .nightkeep/partial/*; do
        if nk_link_dest "$nk_night_dir"; then set -- "$@" "--link-dest=$nk_top/$nk_night_dir$nk_within"; fi
      done
      ;;
  esac
  if ! nk_enter_arrival; then
    # An entry that is new has no base. The host sends all of it then; nobody was refused anything.
    if [ "$nk_kind" = compare ]; then printf 'nightkeep: %s\n' "$nk_why" >&2 && exit 1; fi
    nk_cannot program-failed "$nk_why"
  fi
  nk_exec_rsync "$@"
}
