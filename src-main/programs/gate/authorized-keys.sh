# shellcheck shell=sh
# The lines of authorized_keys: whose key they have, and what they allow.

# nk_find_keys_file: $nk_keys_file, as it was told or where ssh looks for it.
nk_find_keys_file() {
  [ -n "$nk_keys_file" ] || nk_keys_file=${HOME%/}/.ssh/authorized_keys
  case $nk_keys_file in /*) ;; *) nk_fail bad-input "$nk_keys_file is not a full path" ;; esac
  [ -f "$nk_keys_file" ] || nk_fail not-found "there is no $nk_keys_file on the server: name the file in which it keeps the keys it accepts"
}

# nk_parse_line LINE: as sshd reads it, what stands before the key into $nk_options, the key as `TYPE BASE64` into $nk_key,
# and what follows into $nk_comment; fails for a line without a key.
nk_parse_line() {
  nk_replace "$1" "$nk_tab" ' '
  nk_options='' nk_comment=$nk_replaced
  nk_skip_blanks
  case $nk_comment in '#'*) return 1 ;; esac
  nk_has_type || nk_take_options
  nk_has_type || return 1
  nk_key=${nk_comment%% *}
  nk_comment=${nk_comment#"$nk_key"}
  nk_skip_blanks
  [ -n "$nk_comment" ] || return 1
  nk_key="$nk_key ${nk_comment%% *}"
  nk_comment=${nk_comment#"${nk_comment%% *}"}
  nk_comment=${nk_comment# }
}

nk_has_type() {
  case ${nk_comment%% *} in ssh-* | ecdsa-* | sk-*) return 0 ;; *) return 1 ;; esac
}

nk_skip_blanks() { nk_comment=${nk_comment#"${nk_comment%%[! ]*}"}; }

# nk_take_options: from the front of $nk_comment, up to the first blank outside of quotes. A quote after \ is none.
nk_take_options() {
  nk_in_quotes=
  while [ -n "$nk_comment" ]; do
    nk_plain=${nk_comment%%[\" ]*}
    nk_options=$nk_options$nk_plain
    nk_comment=${nk_comment#"$nk_plain"}
    case $nk_comment in
      ' '*) [ -n "$nk_in_quotes" ] || break ;;
      \"*)
        case $nk_options in
          *\\) ;;
          *) if [ -n "$nk_in_quotes" ]; then nk_in_quotes=; else nk_in_quotes=1; fi ;;
        esac
        ;;
    esac
    nk_options=$nk_options${nk_comment%"${nk_comment#?}"}
    nk_comment=${nk_comment#?}
  done
  nk_skip_blanks
}

# nk_split_line LINE: nk_parse_line of one of the keys in $nk_keys; fails for any other line.
nk_split_line() {
  nk_parse_line "$1" || return 1
  case $nk_newline$nk_keys in *"$nk_newline$nk_key$nk_newline"*) return 0 ;; *) return 1 ;; esac
}

# What bounds a key beside its command, as OpenSSH before 7.2 has it: one that does not know `restrict` takes the whole line
# for none, and would lock the host out.
nk_old_bounds=no-port-forwarding,no-X11-forwarding,no-agent-forwarding,no-pty,no-user-rc

# nk_find_bounds: in the words of the OpenSSH of this server, into $nk_bounds.
nk_find_bounds() {
  nk_bounds=restrict
  nk_ssh_version=$(ssh -V 2>&1 </dev/null) || return 0
  case $nk_ssh_version in
    OpenSSH_[1-6].* | OpenSSH_7.[01] | OpenSSH_7.[01][!0-9]*) nk_bounds=$nk_old_bounds ;;
  esac
}

# nk_judge_options: what a line with these options is, into $nk_line_state: `gated` by this host's gate; `open`;
# `other`, which has a command of its own.
nk_judge_options() {
  case $nk_options in
    "command=\"$nk_gate $nk_name\",restrict"*) nk_line_state=gated ;;
    "command=\"$nk_gate $nk_name\",$nk_old_bounds"*)
      nk_line_state=gated
      nk_options="command=\"$nk_gate $nk_name\",restrict${nk_options#*",$nk_old_bounds"}"
      ;;
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
