# shellcheck shell=sh
# The public keys with which this host logs in to its server, as its own ssh would offer them. Input: server. Says
# `key type= base64=` for each.
nk_input() { [ "$1" != server ] || nk_server=$2; }

nk_tell_key() {
  case $1 in ssh-* | ecdsa-* | sk-*) ;; *) return 0 ;; esac
  case $1$2 in *[!A-Za-z0-9+/=@.-]*) return 0 ;; esac
  nk_emit key type "$1" base64 "$2"
}

nk_server=
nk_read_input
case $nk_server in '' | -* | *[!A-Za-z0-9._@:-]*) nk_fail bad-input "a server can not be called $nk_server" ;; esac
command -v ssh >/dev/null 2>&1 || nk_fail missing-tool 'ssh is not installed on the host'
nk_destination "$nk_server"
# shellcheck disable=SC2086 # words, to be split
nk_options=$($nk_ssh_words -G $nk_destined 2>/dev/null </dev/null) || nk_fail missing-tool 'the ssh of this host is too old to tell which key it uses'
printf '%s\n' "$nk_options" | while IFS= read -r nk_option; do
  case $nk_option in 'identityfile '*) ;; *) continue ;; esac
  nk_file=${nk_option#identityfile }
  # shellcheck disable=SC2088 # the tilde is ssh's own
  case $nk_file in '~/'*) nk_file=$HOME/${nk_file#??} ;; esac
  nk_public=
  if [ -r "$nk_file" ]; then nk_public=$(ssh-keygen -y -P '' -f "$nk_file" 2>/dev/null </dev/null); fi
  if [ -z "$nk_public" ] && [ -r "$nk_file.pub" ]; then nk_public=$(cat "$nk_file.pub"); fi
  # shellcheck disable=SC2086 # words, to be split
  set -- $nk_public
  if [ $# -ge 2 ]; then nk_tell_key "$1" "$2"; fi
done
