# shellcheck shell=sh
# Copying one entry from this host: where it is, and one rsync for it.

# nk_find_entry PATH: goes into the directory to copy from. Sets $nk_kind and $nk_source. Where it can't, sets
# $nk_state and $nk_message and fails. No symlink is followed below $nk_prefix.
nk_find_entry() {
  nk_state=good nk_message='' nk_kind=directory nk_source=./
  cd -P "$nk_prefix/" || return 1
  nk_left=${1#/}
  nk_walked=
  while [ -n "$nk_left" ]; do
    nk_part=${nk_left%%/*}
    case $nk_left in */*) nk_left=${nk_left#*/} ;; *) nk_left= ;; esac
    nk_walked=$nk_walked/$nk_part
    if [ -h "./$nk_part" ]; then
      nk_state=symlink
      nk_message="$nk_walked is a symlink to $(readlink "./$nk_part"), and symlinks are not followed"
      return 1
    fi
    if [ ! -e "./$nk_part" ]; then
      nk_state=missing
      nk_message="$nk_walked does not exist"
      return 1
    fi
    if [ ! -d "./$nk_part" ]; then
      if [ -n "$nk_left" ] || [ ! -f "./$nk_part" ]; then
        nk_state=missing
        nk_message="$nk_walked is not a directory"
        return 1
      fi
      nk_kind=file nk_source=./$nk_part
      return 0
    fi
    nk_step_into "$nk_part" || {
      nk_state=failed
      nk_message="$nk_walked can't be entered"
      return 1
    }
  done
}

# nk_copy_entry PATH: copies it. Sets $nk_state, $nk_message and the counts; fails where the whole run has failed, with
# $nk_broken saying why.
nk_copy_entry() {
  nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0 nk_broken=
  nk_write_call "$1"
  nk_encode "$1"
  : >"$nk_work/errors"
  {
    {
      # -8: bytes beyond ASCII stand as they are. The @ tells what was copied from the statistics.
      # shellcheck disable=SC2086 # one word each, or none
      rsync "-aHS$nk_features" -8 --numeric-ids --delete --partial $nk_fine_times $nk_checksum --stats \
        --out-format='@%i|%n%L' -e "sh $nk_work/call" "$nk_source" nightkeep:. 2>"$nk_work/errors"
      printf 'exit %s\n' $?
    } | nk_path=$nk_encoded awk -v counts="$nk_work/counts" "$nk_count_items"
    # Nobody but this program keeps the session's pipes open: its end, however it comes, ends the session.
  } 3>&- 4<&-
  nk_files='' nk_rsync_exit=
  read -r nk_rsync_exit nk_files nk_bytes nk_added nk_changed <"$nk_work/counts"
  nk_judge_rsync "$1"
}

# Counts in one pass what rsync says: `@` and eleven characters of what happened, then the name.
# shellcheck disable=SC2016 # awk's own
nk_count_items='
  /^@/ {
    flags = substr($0, 2, 11)
    if (substr($0, 14) == "./") next
    if (flags ~ /\+\+\+/) added++
    else if (substr(flags, 2, 1) != "d" || flags !~ /^.d\.\.t\.\.\.\.\.\.$/) changed++
    if ((added + changed) % 1000 == 0) { print "progress\tpath=" ENVIRON["nk_path"] "\tdone=" added + changed; fflush() }
    next
  }
  /^Number of files:/ { files = $4; next }
  /^Total file size:/ { bytes = $4; next }
  /^exit / { status = $2 }
  END {
    gsub(/[^0-9]/, "", files); gsub(/[^0-9]/, "", bytes)
    printf "%d %.0f %.0f %d %d\n", status, files, bytes, added, changed > counts
  }'

# nk_said: the lines of rsync on stderr that tell something, the first three, into $nk_words.
nk_said() {
  nk_words=$(awk '
    /^nightkeep: / { print substr($0, 12); own = 1; next }
    /^rsync: (\[[a-z]*\] )?/ && !own { sub(/^rsync: (\[[a-z]*\] )?/, ""); if (++n <= 3) print; else more++ }
    END { if (more) print "and " more " more" }' "$nk_work/errors" | awk '{ printf "%s%s", (NR > 1 ? "; " : ""), $0 }')
}

# nk_judge_rsync PATH: what its exit code means.
nk_judge_rsync() {
  nk_said
  case $nk_rsync_exit in
    0 | 24) return 0 ;;
    23)
      nk_message="not all of it could be copied: ${nk_words:-rsync does not say what}"
      return 0
      ;;
  esac
  if grep -q 'No space left on device' "$nk_work/errors"; then
    nk_broken_code=no-space nk_broken="the disk of $nk_server is full"
    return 1
  fi
  case $nk_rsync_exit in
    255) nk_broken_code=unreachable nk_broken="the connection to $nk_server broke while $1 was copied" ;;
    12) nk_broken_code=program-failed nk_broken="the connection to $nk_server ended while $1 was copied${nk_words:+: $nk_words}" ;;
    30 | 35) nk_broken_code=timed-out nk_broken="$nk_server did not answer any more while $1 was copied" ;;
    10 | 14 | 16 | 19 | 20) nk_broken_code=program-failed nk_broken="rsync was ended while $1 was copied" ;;
    127) nk_broken_code=missing-tool nk_broken="$nk_server has no rsync" ;;
    *)
      nk_state=failed
      nk_message="rsync ended with $nk_rsync_exit${nk_words:+: $nk_words}"
      return 0
      ;;
  esac
  return 1
}

# nk_write_call PATH: the program that rsync calls to reach the server: this run's keeper as receiver of one entry, with
# the words of rsync as its input.
nk_write_call() {
  {
    printf 'verb receive\n'
    nk_encode "$nk_backupdir"
    printf 'backupdir %s\nrun %s\nkind %s\n' "$nk_encoded" "$nk_run" "$nk_kind"
    nk_encode "$1"
    printf 'entry %s\n' "$nk_encoded"
  } >"$nk_work/receive"
}
