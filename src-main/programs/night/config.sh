# shellcheck shell=sh
# Reads backup.config as data, by the rules of domain/config.ts: what is set there and which directories it names.
# It is a shell script by its looks and is never run.

# nk_skip_blanks TEXT: without leading blanks, into $nk_text.
nk_skip_blanks() { nk_text=${1#"${1%%[! "$nk_tab"]*}"}; }

# nk_cut_blanks TEXT: without trailing blanks, into $nk_text.
nk_cut_blanks() {
  nk_text=$1
  while :; do
    case $nk_text in
      *' ' | *"$nk_tab") nk_text=${nk_text%?} ;;
      *) return ;;
    esac
  done
}

# nk_single_slashes PATH: into $nk_text.
nk_single_slashes() {
  nk_text=$1
  while :; do
    case $nk_text in
      *//*) nk_text=${nk_text%%//*}/${nk_text#*//} ;;
      /) return ;;
      */) nk_text=${nk_text%/} ;;
      *) return ;;
    esac
  done
}

# nk_why_not_a_path PATH: the reason into $nk_why, or fails where there is none.
nk_why_not_a_path() {
  case $1 in
    /) nk_why='the whole machine can not be one entry' ;;
    */./* | */../* | */. | */..) nk_why='a path has no . or .. in it' ;;
    /*) return 1 ;;
    *) nk_why='it is not a full path' ;;
  esac
}

# nk_after_value TEXT: true where nothing but a comment follows a quoted value.
nk_after_value() {
  [ -z "$1" ] && return 0
  nk_skip_blanks "$1"
  [ "$nk_text" != "$1" ] || return 1
  case $nk_text in '#'*) return 0 ;; *) return 1 ;; esac
}

# nk_setting_value RAW: the value into $nk_value; fails where it can't be known without a shell.
nk_setting_value() {
  nk_value=
  case $1 in
    "'"*)
      nk_rest=${1#?}
      case $nk_rest in *"'"*) ;; *) return 1 ;; esac
      nk_value=${nk_rest%%"'"*}
      nk_after_value "${nk_rest#*"'"}"
      ;;
    '"'*)
      nk_rest=${1#?}
      case $nk_rest in *'"'*) ;; *) return 1 ;; esac
      nk_value=${nk_rest%%'"'*}
      case $nk_value in *[\$\`\\]*) return 1 ;; esac
      nk_after_value "${nk_rest#*'"'}"
      ;;
    *)
      nk_value=$1
      case $1 in
        *[" $nk_tab"]*)
          nk_value=${1%%[" $nk_tab"]*}
          nk_after_value "${1#"$nk_value"}" || return 1
          ;;
      esac
      case $nk_value in *[\'\"\$\`\\\;\&\|\<\>\(\)]*) return 1 ;; esac
      ;;
  esac
}

nk_take_backupdir() {
  nk_backupdir=
  nk_setting_value "$1" || return 0
  nk_single_slashes "$nk_value"
  [ -z "$nk_text" ] || nk_why_not_a_path "$nk_text" || nk_backupdir=$nk_text
}

nk_take_server() {
  nk_server=
  nk_setting_value "$1" || return 0
  nk_text=$nk_value
  case $nk_text in
    *@*)
      case ${nk_text%%@*} in '' | [.-]* | *[!A-Za-z0-9._-]*) return 0 ;; esac
      nk_text=${nk_text#*@}
      ;;
  esac
  case $nk_text in
    # An address of IPv6 has no port.
    *:*:*) case $nk_text in *[!A-Fa-f0-9:]*) return 0 ;; esac ;;
    *:*)
      case ${nk_text#*:} in '' | ??????* | *[!0-9]*) return 0 ;; esac
      nk_text=${nk_text%:*}
      ;;
  esac
  case $nk_text in
    *[!A-Za-z0-9._:-]*) ;;
    [A-Za-z0-9:]*) nk_server=$nk_value ;;
  esac
}

# nk_shorten_line: $nk_line without long runs that mean nothing, for which a shell takes the square of their length.
nk_shorten_line() {
  nk_line=$(
    awk '{
      sub(/^[ \t]+/, "")
      sub(/^export[ \t]+/, "export ")
      sub(/^##[ \t]+/, "## ")
      sub(/^## ENTRY[ \t]+/, "## ENTRY ")
      for (end = length($0); end && substr($0, end, 1) ~ /[ \t]/; end--);
      $0 = substr($0, 1, end)
      gsub(/\/\/+/, "/")
      print
    }' <<EOT
$nk_line
EOT
  )
}

# nk_take_config_line: what the line $nk_line of number $nk_number says.
nk_take_config_line() {
  [ ${#nk_line} -le 4096 ] || nk_shorten_line
  nk_cut_blanks "$nk_line"
  nk_skip_blanks "$nk_text"
  case $nk_text in
    '##'[" $nk_tab"]*)
      nk_skip_blanks "${nk_text#??}"
      case $nk_text in
        'ENTRY'[" $nk_tab"]*)
          nk_skip_blanks "${nk_text#?????}"
          nk_single_slashes "$nk_text"
          nk_config_entry "$nk_number" "$nk_text"
          ;;
      esac
      return
      ;;
    'export'[" $nk_tab"]*) nk_skip_blanks "${nk_text#??????}" ;;
  esac
  case $nk_text in
    backupdir=*) nk_take_backupdir "${nk_text#*=}" ;;
    server=*) nk_take_server "${nk_text#*=}" ;;
  esac
}

# nk_cut_marks: $nk_line without what editors of other systems put around it.
nk_cut_marks() {
  [ -n "$nk_cr" ] || {
    nk_bom=$(printf '\r\357\273\277')
    nk_cr=${nk_bom%???}
    nk_bom=${nk_bom#?}
  }
  [ "$nk_number" -gt 1 ] || nk_line=${nk_line#"$nk_bom"}
  nk_line=${nk_line%"$nk_cr"}
}

# nk_read_config FILE: sets $nk_backupdir and $nk_server, and calls `nk_config_entry LINE PATH` for each `## ENTRY`.
nk_read_config() {
  nk_backupdir=
  nk_server=
  nk_number=0
  nk_cr=
  while IFS= read -r nk_line || [ -n "$nk_line" ]; do
    nk_number=$((nk_number + 1))
    case $nk_line in *[!\ -~]*) nk_cut_marks ;; esac
    nk_take_config_line
  done <"$1"
}
