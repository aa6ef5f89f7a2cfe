# shellcheck shell=sh
# Runs on the server: `verb receive`: becomes the rsync that compares with the base, writing nothing, or that receives
# what differs from it into an empty folder. What the host's rsync asks for is a short list of words, each once; where it
# reads and writes is decided here.

# What is wrong is said on stderr: stdout is rsync's.
nk_refuse_receive() {
  nk_note_refusal "$1"
  printf 'nightkeep: %s\n' "$1" >&2
  exit 1
}

# nk_check_word WORD: one of the words that a host's rsync may say, into $nk_word_kind: what may come once is of a kind of
# its own.
nk_check_word() {
  nk_word_kind=$1
  case $1 in
    --server | --numeric-ids | --log-format=%i | --partial) ;;
    -@-1 | --modify-window=-1) nk_word_kind=window ;;
    --delete | --delete-during | --delete-before | --delete-excluded | --ignore-errors) [ "$nk_receive_kind" = compare ] ;;
    -*e.*)
      nk_word_kind=flags
      case ${1#*e.} in *[!a-zA-Z]*) return 1 ;; esac
      [ ${#1} -le 64 ] && nk_check_flags "${1%%e.*}"
      ;;
    *) return 1 ;;
  esac
}

# nk_check_flags -LETTERS: each of them known, and none twice; a comparison, and only that, is a dry run.
nk_check_flags() {
  nk_flags=${1#-}
  case $nk_flags in *n*) [ "$nk_receive_kind" = compare ] || return 1 ;; *) [ "$nk_receive_kind" = patch ] || return 1 ;; esac
  while [ -n "$nk_flags" ]; do
    nk_flag=${nk_flags%"${nk_flags#?}"}
    nk_flags=${nk_flags#?}
    case $nk_flag in [lHogDtprAXScn]) ;; R) [ "$nk_receive_kind" = patch ] || return 1 ;; *) return 1 ;; esac
    case $nk_flags in *"$nk_flag"*) return 1 ;; esac
  done
}

nk_receive() {
  nk_fail() {
    [ "$1" = no-space ] || nk_refuse_receive "$2"
    # Nobody's attack. The host looks for these words, as rsync says them.
    printf 'nightkeep: No space left on device: %s\n' "$2" >&2
    exit 1
  }
  case $nk_receive_kind in compare | patch) ;; *) nk_refuse_receive "there is nothing of the kind $nk_receive_kind" ;; esac
  nk_enter_backupdir "$nk_backupdir"
  nk_sign_in || nk_cannot "$nk_why"
  nk_receive_into=
  { IFS= read -r nk_receive_into <.nightkeep/lock/patch; } 2>/dev/null || :
  set --
  nk_kinds=' '
  nk_dots=0 nk_basis=
  while IFS= read -r nk_word; do
    case $nk_word in
      '') continue ;;
      .)
        nk_dots=$((nk_dots + 1))
        continue
        ;;
    esac
    nk_check_word "$nk_word" || nk_refuse_receive "rsync was asked for $nk_word, which is not allowed"
    case $nk_kinds in *" $nk_word_kind "*) nk_refuse_receive "rsync was asked for $nk_word twice" ;; esac
    nk_kinds="$nk_kinds$nk_word_kind "
    set -- "$@" "$nk_word"
  done <<EOT
$nk_words
EOT
  case $nk_dots${1-}$nk_kinds in 2--server*' flags '*) ;; *) nk_refuse_receive 'this is not an rsync' ;; esac
  if [ "$nk_receive_kind" = compare ]; then
    case $nk_kinds in *' --delete-excluded '*) ;; *) nk_refuse_receive 'a comparison tells what is gone' ;; esac
    cd .nightkeep/base || nk_refuse_receive 'there is nothing to compare with'
  else
    mkdir "$nk_receive_into" 2>/dev/null && cd "$nk_receive_into" || nk_cannot 'something was received that has not taken its place' conflict
    # What a first night brings is nowhere yet, and to look for it costs more than all else.
    for nk_top_name in "$nk_top"/.nightkeep/base/*; do [ ! -e "$nk_top_name" ] || nk_basis=$nk_top/.nightkeep/base; done
    # The folder is empty; a name that is sent twice must not change what the first one was. What the base has already is
    # left out.
    set -- "$@" --ignore-existing
  fi
  nk_exec_rsync "$@"
}
