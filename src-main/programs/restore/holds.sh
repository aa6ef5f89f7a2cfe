# shellcheck shell=sh
# What the programs on holds have in common.

# nk_hold_id ID: into $nk_hold, if it can be one.
nk_hold_id() {
  case $1 in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "no hold is called $1" ;; esac
  nk_hold=$1
}

# nk_tarball_name NAME: into $nk_name, if it can be one.
nk_tarball_name() {
  case $1 in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a tarball can not be called $1" ;; esac
  nk_name=$1
}

# nk_tell_hold DIR: its record, only the lines that belong into one.
nk_tell_hold() {
  nk_emit held id "${1##*/}"
  grep -e "^hold$nk_tab" -e "^night$nk_tab" -e "^path$nk_tab" -e "^tarball$nk_tab" -e "^delivered$nk_tab" \
    -e "^proven$nk_tab" "$1/hold" 2>/dev/null
}

# nk_trash DIR NAME: out of sight by one rename, then deleted in the background; what is left of it when that is cut
# off, housekeeping deletes.
nk_trash() {
  mkdir -p "$nk_base/.nightkeep/trash"
  nk_rubbish=$nk_base/.nightkeep/trash/$2-$$
  mv "$1" "$nk_rubbish" || nk_fail program-failed "$1 can not be moved to the trash"
  (
    trap '' HUP PIPE
    exec nice rm -rf "$nk_rubbish"
  ) </dev/null >/dev/null 2>&1 &
}

# nk_fail_to_write DIR: the end, in the words of a try to write there.
nk_fail_to_write() {
  nk_try=$1/.new-try-$$
  nk_said=$(mkdir "$nk_try" 2>&1 && rmdir "$nk_try")
  nk_judge_words "$nk_said" "$1"
  case $nk_said in *'Permission denied'* | *'Operation not permitted'*)
    nk_fail permission-denied "$1 can not be written to by $(id -un)" path "$1"
    ;;
  esac
  nk_fail program-failed "$1 can not be written to${nk_said:+: $nk_said}"
}

# nk_judge_words TEXT PLACE: the end, where TEXT has a cause that has words of its own.
nk_judge_words() {
  case $1 in
    *'Read-only file system'*)
      nk_fail permission-denied "the disk of $2 is mounted read-only; see to that disk (dmesg says why), and try again" path "$2"
      ;;
    *'No space left'* | *'quota exceeded'* | *'Disc quota'*) nk_fail no-space "there is no space left in $2" path "$2" ;;
  esac
}

# nk_fail_of_tool TOOL STATUS: the end, by what the tool wrote to $nk_errors.
nk_fail_of_tool() {
  nk_said=$(tail -n 3 "$nk_errors")
  nk_judge_words "$nk_said" "$nk_base"
  nk_fail program-failed "$1 ended with exit code $2: $nk_said"
}
