# shellcheck shell=sh
# What lies in the working directory, told by rsync: it is on every server, and escapes names in one way everywhere.
# A dry run to a folder that doesn't exist copies nothing. Where find(1) can print what it finds, it tells one folder in a
# tenth of the time, in rsync's words.

# rsync escapes newlines and the like in a name as `\#ooo`, but neither tabs nor backslashes.
nk_file_format='file|%i|%B|%U|%G|%l|%M|%n%L'
nk_field='\([^|]*\)|'
nk_file_event="file${nk_tab}item=\\1${nk_tab}mode=\\2${nk_tab}uid=\\3${nk_tab}gid=\\4${nk_tab}size=\\5${nk_tab}mtime=\\6${nk_tab}name="

# nk_wire: lines as a value of the wire has them.
nk_wire() {
  sed -e 's/\\/\\\\/g' -e "s/$nk_tab/\\\\t/g"
}

# nk_tell_files: rsync's lines as events.
nk_tell_files() {
  nk_wire | sed -e '/^file|/!d' -e "s/^file|$nk_field$nk_field$nk_field$nk_field$nk_field$nk_field/$nk_file_event/"
}

# nk_hide_record PATH: what an option of rsync leaves out of PATH, into $nk_hidden: the record is not the customer's.
nk_hide_record() {
  nk_hidden=--exclude=/.nightkeep-record
  [ -z "$1" ] || nk_hidden=--exclude=/.nightkeep-record/nothing
}

# nk_probe_find: whether find prints, and sed takes names that end in NUL, into $nk_printing_find.
nk_probe_find() {
  nk_printing_find=no
  if find / -maxdepth 0 -printf '' >/dev/null 2>&1 && printf '.\0' | sed -z 's/x/y/' >/dev/null 2>&1; then
    nk_printing_find=yes
  fi
}

# nk_find_members PATH: the members of the working directory as events, by three processes. What looks like one of rsync's
# escapes is written so itself, as rsync does it; then what it gave is made a value of the wire.
nk_find_members() {
  nk_hidden_name=.nightkeep-record
  [ -z "$1" ] || nk_hidden_name=/
  nk_printed='|%M|%U|%G|%s|%TY/%Tm/%Td-%TH:%TM:%TS|%P'
  LC_ALL=C TZ=UTC find . -mindepth 1 -maxdepth 1 ! -name "$nk_hidden_name" \
    \( -type l -printf "file|.L$nk_printed -> %l\\0" -o -printf "file|.%y$nk_printed\\0" \) 2>/dev/null |
    LC_ALL=C sed -z -e 's/\\#\([0-7][0-7][0-7]\)/\\#134#\1/g' -e 's/\n/\\#012/g' \
      -e 's/^\(file|..|\)./\1/' -e 's/^\(file|..|[^|]*|[^|]*|[^|]*|[^|]*|[^|.]*\)\.[0-9]*|/\1|/' \
      -e 's/\\/\\\\/g' -e "s/$nk_tab/\\\\t/g" -e "s/^file|$nk_field$nk_field$nk_field$nk_field$nk_field$nk_field/$nk_file_event/" |
    tr '\0' '\n'
}

# nk_list_folder PATH: the working directory, which is PATH of a night, without what is below its members.
nk_list_folder() {
  nk_hide_record "$1"
  if [ "$nk_printing_find" = yes ]; then
    nk_find_members "$1"
    return
  fi
  {
    nk_status=$(
      {
        {
          TZ=UTC rsync -n -8 -dlptgoD "$nk_hidden" --out-format="$nk_file_format" \
            ./ "$nk_base/.nightkeep-nowhere/" </dev/null
          echo "$?" >&4
        } | nk_tell_files >&3
      } 4>&1
    )
  } 3>&1
  nk_must_have_read listing
}

# nk_must_have_read WHAT: judges $nk_status. 23: something could not be read; 24: something vanished, which the check of
# the night afterwards finds out.
nk_must_have_read() {
  case $nk_status in
    0 | 23 | 24) ;;
    *) nk_fail program-failed "rsync ended with exit code $nk_status while $1" ;;
  esac
}

# nk_probe_rsync: what this rsync keeps, into $nk_exact and $nk_window.
nk_probe_rsync() {
  command -v rsync >/dev/null 2>&1 || nk_fail missing-tool 'rsync is not installed on the server'
  nk_exact=
  nk_window=
  nk_version=$(rsync --version 2>/dev/null)
  case $nk_version in *'no ACLs'*) ;; *ACLs*) nk_exact=$nk_exact'A' ;; esac
  case $nk_version in *'no xattrs'*) ;; *xattrs*) nk_exact=$nk_exact'X' ;; esac
  # Nanoseconds are compared only when asked for; before 3.1.3 the same option would make all files differ.
  nk_version=${nk_version#*version }
  case $nk_version in
    3.[2-9]* | 3.1.[3-9]* | 3.1.[1-9][0-9]* | 3.[1-9][0-9]* | [4-9].*) nk_window=--modify-window=-1 ;;
  esac
}
