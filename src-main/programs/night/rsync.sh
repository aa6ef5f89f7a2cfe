# shellcheck shell=sh
# Runs on the host: how rsync reaches the server, and what its end and its words mean.

# nk_prepare_calls: the files by which rsync and this program reach the server.
nk_prepare_calls() {
  nk_share_connection "$nk_work"
  nk_destination "$nk_server"
  # shellcheck disable=SC2016 # for the file
  nk_say_program "$nk_keeper" >"$nk_work/keeper" && printf '%s\n' "$nk_call" >"$nk_work/call" &&
    printf '%s' "$nk_boot" >"$nk_work/boot" && {
    printf 'nk_boot=$(cat "${0%%/*}/boot")\n' &&
      printf 'exec %s -o BatchMode=yes -o ServerAliveInterval=30 -o ServerAliveCountMax=10 %s %s "exec sh -c '\''$nk_boot'\''"\n' \
        "$nk_ssh_words" "$nk_ssh_shared" "$nk_destined"
  } >"$nk_work/ssh" || nk_no_notes
}

# nk_write_call KIND: the program that rsync calls to reach the server: this run's keeper as receiver, with the words of
# rsync as its input. KIND is `compare` or `patch`.
nk_write_call() {
  nk_encode "$nk_backupdir"
  printf 'verb receive\nbackupdir %s\nrun %s\nkind %s\n' "$nk_encoded" "$nk_run" "$1" >"$nk_work/receive"
}

# nk_said: the lines of rsync on stderr that tell something, the first three, into $nk_words.
nk_said() {
  nk_words=$(nk_view=$nk_view awk "$nk_awk_without_view"'
    { $0 = without_view($0) }
    /^nightkeep: / { print substr($0, 12); own = 1; next }
    /^rsync: (\[[a-z]*\] )?/ && !own { sub(/^rsync: (\[[a-zA-Z]*\] )?/, ""); if (++n <= 3) print; else more++ }
    !/^rsync/ && NF && !own && !n { other = $0 }
    END { if (!own && !n && other != "") print other; if (more) print "and " more " more" }' "$nk_work/errors" |
    awk '{ printf "%s%s", (NR > 1 ? "; " : ""), $0 }' | tr -d '\r')
}

# nk_blame FILE: of what rsync said, each line that names a file: that name, as rsync tells it, a tab and the whole. The
# name is empty where it can't be told. Paths of the server are those of the host within the night. What a login there
# says was said to the session, too.
nk_blame() {
  nk_root=$nk_prefix/ nk_view=$nk_view awk -v tab="$nk_tab" "$nk_awk_without_view"'
    FILENAME ~ /session-errors$/ { of_login[$0] = 1; next }
    $0 in of_login { next }
    { $0 = without_view($0) }
    # What went meanwhile is no fault; what rsync sums up was said before.
    !NF || /^rsync error: / || /^rsync warning: / || /^file has vanished: / || /^IO error encountered/ { next }
    # So did what lies in a folder that is none any more.
    /^rsync: (\[[a-zA-Z]*\] )?link_stat ".*" failed: (Not a directory \(20\)|Too many levels of symbolic links \(40\))$/ { went = 1; next }
    # What ended the other side is told by that.
    /^rsync: (\[[a-zA-Z]*\] )?write error: Broken pipe/ { broken = tab "write error: Broken pipe"; next }
    {
      said = $0
      lines++
      sub(/^rsync: (\[[a-zA-Z]*\] )?/, "", said)
      name = ""
      # A name may have quotes in it: from the first of the line to its last.
      if (match($0, /".*"/)) {
        name = substr($0, RSTART + 1, RLENGTH - 2)
        root = ENVIRON["nk_root"]
        if (match(name, /\/\.nightkeep\/(base\/\.nightkeep-patch|patch|base)\//)) name = substr(name, RSTART + RLENGTH)
        else if (index(name, root) == 1) name = substr(name, length(root) + 1)
        sub(/^\/+/, "", name)
        sub(/\/+$/, "", name)
      } else if (match($0, /^(filename overflows max-path len by [0-9]+|temporary filename too long): /)) {
        name = substr($0, RLENGTH + 1)
        said = "File name too long: " substr(name, 1, 200) "..."
      }
      gsub(/\t/, " ", said)
      # Of a long name its beginning, since the reason stands behind it.
      if (length(said) > 600) said = substr(said, 1, 400) "..." substr(said, length(said) - 100)
      print name tab said
    }
    END { if (!lines && !went) print broken ? broken : tab "rsync does not say what" }' "$nk_work/session-errors" "$1"
}

# nk_speaks_of_room FILE: at the end of a line, since a name may hold these words too.
nk_speaks_of_room() {
  grep -q -e ': No space left on device\( ([0-9]*)\)*$' -e ': Dis[ck] quota exceeded\( ([0-9]*)\)*$' \
    -e '^nightkeep: No space left on device: ' "$1"
}

# nk_ask_room: ends the run where the server's disk is full. Otherwise there was no room for one file or its attributes.
nk_ask_room() {
  nk_say ask room
  nk_hear 'done'
  [ "$nk_answer_full" != yes ] || nk_fail_session no-space "the disk of $nk_server is full"
}

# nk_judge_rsync WHEN: ends the run where its exit code, $nk_rsync_exit, is that of a run that failed.
nk_judge_rsync() {
  case $nk_rsync_exit in 0 | 23 | 24) return 0 ;; esac
  nk_said
  ! nk_speaks_of_room "$nk_work/errors" || nk_fail_session no-space "the disk of $nk_server is full"
  case $nk_rsync_exit in
    255) nk_fail_session unreachable "the connection to $nk_server broke while $1" ;;
    12) nk_fail_session program-failed "the connection to $nk_server ended while $1${nk_words:+: $nk_words}" ;;
    30 | 35) nk_fail_session timed-out "$nk_server did not answer any more while $1" ;;
    10 | 14 | 16 | 19 | 20) nk_fail_session program-failed "rsync was ended while $1" ;;
    # It could not write down what it sends.
    13) nk_no_notes ;;
    unknown) nk_fail_session program-failed 'what rsync did could not be noted' ;;
    127) nk_fail_session missing-tool "$nk_server has no rsync" ;;
    *) nk_fail_session program-failed "rsync ended with $nk_rsync_exit while $1${nk_words:+: $nk_words}" ;;
  esac
}
