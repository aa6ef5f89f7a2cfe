# shellcheck shell=sh
# The lines of authorized_keys that are a host's keys, and what they allow.

# nk_find_keys_file: $nk_keys_file, as it was told or where ssh looks for it.
nk_find_keys_file() {
  [ -n "$nk_keys_file" ] || nk_keys_file=${HOME%/}/.ssh/authorized_keys
  case $nk_keys_file in /*) ;; *) nk_fail bad-input "$nk_keys_file is not a full path" ;; esac
  [ -f "$nk_keys_file" ] || nk_fail not-found "there is no $nk_keys_file on the server: name the file in which it keeps the keys it accepts"
}

# nk_split_line LINE: where it is one of the keys in $nk_keys, what stands before it into $nk_options, it into $nk_key
# and what follows into $nk_comment; fails for any other line.
nk_split_line() {
  # shellcheck disable=SC2086 # words, to be split
  ! nk_skip_line $1 || return 1
  nk_replace "$1" "$nk_tab" ' '
  nk_wanted_rest=$nk_keys
  while [ -n "$nk_wanted_rest" ]; do
    nk_key=${nk_wanted_rest%%"$nk_newline"*}
    nk_wanted_rest=${nk_wanted_rest#*"$nk_newline"}
    case " $nk_replaced " in
      *" $nk_key "*)
        nk_options=" $nk_replaced "
        nk_comment=${nk_options#*" $nk_key "}
        nk_comment=${nk_comment% }
        nk_options=${nk_options%%" $nk_key "*}
        nk_options=${nk_options# }
        return 0
        ;;
    esac
  done
  return 1
}

# nk_skip_line WORD...: true for a comment and an empty line.
nk_skip_line() {
  case ${1-} in '' | '#'*) return 0 ;; *) return 1 ;; esac
}

# nk_judge_options: what a line with these options is, into $nk_line_state: `gated` by this host's gate; `open`;
# `other`, which has a command of its own.
nk_judge_options() {
  case $nk_options in
    "command=\"$nk_gate $nk_name\",restrict"*) nk_line_state=gated ;;
    *'command="'* | *cert-authority*) nk_line_state=other ;;
    *) nk_line_state=open ;;
  esac
  # What comes after restrict may give back what it took away.
  case ${nk_options#*\",restrict} in
    *[,\ ]pty* | *forwarding* | *user-rc* | *permit* | *tunnel* | *environment=*) [ "$nk_line_state" != gated ] || nk_line_state=open ;;
  esac
}

# nk_keep_options: what bounds a key beside its command, as further options, into $nk_kept_options.
nk_keep_options() {
  nk_kept_options=
  for nk_option in from expiry-time; do
    case ",$nk_options" in *",$nk_option=\""*) ;; *) continue ;; esac
    nk_value=,$nk_options
    nk_value=${nk_value#*,"$nk_option"=\"}
    nk_kept_options="$nk_kept_options,$nk_option=\"${nk_value%%\"*}\""
  done
}
