# shellcheck shell=sh
# The public keys with which this host logs in to its server, as its own ssh would offer them, and a signature with each
# that shows that the host holds it. Input: server; namespace and challenge, the text to sign. Says `key type= base64= signature=` for
# each, or `unsigned=` instead: `old` or `missing`, of ssh-keygen; `hardware`; `failed`.
nk_input() {
  case $1 in
    server) nk_server=$2 ;;
    namespace) nk_namespace=$2 ;;
    challenge) nk_challenge=$2 ;;
  esac
}

# nk_full_path PATH: as ssh means it, into $nk_path.
nk_full_path() {
  # shellcheck disable=SC2088 # the tilde is ssh's own
  case $1 in
    '~/'*) nk_path=$HOME/${1#??} ;;
    /*) nk_path=$1 ;;
    *) nk_path=$PWD/$1 ;;
  esac
}

# nk_follow_agent OPTIONS: the agent of ssh's own configuration; without one it is that of $SSH_AUTH_SOCK.
nk_follow_agent() {
  nk_agent=$nk_newline$1
  case $nk_agent in *"${nk_newline}identityagent "*) ;; *) return 0 ;; esac
  nk_agent=${nk_agent#*"${nk_newline}identityagent "}
  nk_agent=${nk_agent%%"$nk_newline"*}
  case $nk_agent in
    none) unset SSH_AUTH_SOCK ;;
    SSH_AUTH_SOCK | \$*) ;;
    *)
      nk_full_path "$nk_agent"
      SSH_AUTH_SOCK=$nk_path
      export SSH_AUTH_SOCK
      ;;
  esac
}

# nk_sign TYPE BASE64 FILE: into $nk_signature, or why there is none into $nk_unsigned. The agent's key is found by its
# public half; FILE may have none beside it, or another key's, and OpenSSH before 8.4 needs it: so it gets one in a folder
# of ours.
nk_sign() {
  nk_signature='' nk_unsigned=''
  case $1 in sk-*) nk_unsigned=hardware ;; esac
  command -v ssh-keygen >/dev/null 2>&1 || nk_unsigned=missing
  [ -z "$nk_unsigned" ] || return 0
  printf '%s %s\n' "$1" "$2" >"$nk_work/key.pub"
  rm -f "$nk_work/key"
  ln -s "$3" "$nk_work/key"
  # Asks nobody for a passphrase: it tries an empty one.
  nk_signed=$(printf '%s' "$nk_challenge" | ssh-keygen -Y sign -P '' -n "$nk_namespace" -f "$nk_work/key.pub" 2>"$nk_work/said")
  case $nk_signed in
    *'-----BEGIN SSH SIGNATURE-----'*'-----END SSH SIGNATURE-----'*)
      nk_signed=${nk_signed#*'-----BEGIN SSH SIGNATURE-----'}
      nk_replace "${nk_signed%%-----END*}" "$nk_newline" ''
      nk_signature=$nk_replaced
      ;;
    *)
      nk_unsigned=failed
      ! grep -q -e 'option -- ' -e '^usage:' "$nk_work/said" || nk_unsigned=old
      ;;
  esac
}

# nk_tell_key FILE TYPE BASE64
nk_tell_key() {
  case $2 in ssh-* | ecdsa-* | sk-*) ;; *) return 0 ;; esac
  case $2$3 in *[!A-Za-z0-9+/=@.-]*) return 0 ;; esac
  nk_sign "$2" "$3" "$1"
  if [ -n "$nk_signature" ]; then
    nk_emit key type "$2" base64 "$3" signature "$nk_signature"
  else
    nk_emit key type "$2" base64 "$3" unsigned "$nk_unsigned"
  fi
}

nk_server='' nk_namespace='' nk_challenge=''
nk_read_input
case $nk_server in '' | -* | *[!A-Za-z0-9._@:-]*) nk_fail bad-input "a server can not be called $nk_server" ;; esac
command -v ssh >/dev/null 2>&1 || nk_fail missing-tool 'ssh is not installed on the host'
nk_destination "$nk_server"
# shellcheck disable=SC2086 # words, to be split
nk_options=$($nk_ssh_words -G $nk_destined 2>/dev/null </dev/null) || nk_fail missing-tool 'the ssh of this host is too old to tell which key it uses'
nk_follow_agent "$nk_options"
nk_work_folder
trap 'rm -rf "$nk_work"' EXIT
trap 'exit 1' HUP INT TERM PIPE
printf '%s\n' "$nk_options" | while IFS= read -r nk_option; do
  case $nk_option in 'identityfile '*) ;; *) continue ;; esac
  nk_full_path "${nk_option#identityfile }"
  nk_public=
  if [ -r "$nk_path" ]; then nk_public=$(ssh-keygen -y -P '' -f "$nk_path" 2>/dev/null </dev/null); fi
  if [ -z "$nk_public" ] && [ -r "$nk_path.pub" ]; then nk_public=$(cat "$nk_path.pub"); fi
  # shellcheck disable=SC2086 # words, to be split
  set -- $nk_public
  if [ $# -ge 2 ]; then nk_tell_key "$nk_path" "$1" "$2"; fi
done
