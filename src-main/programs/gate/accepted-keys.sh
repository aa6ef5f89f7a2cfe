# shellcheck shell=sh
# Which of a host's keys a server accepts. Input: name, the host's; key `TYPE BASE64`, several times; file, the
# authorized_keys. Says `accepted number= key= comment= state= file=` for each of their lines.
nk_folder=/usr/local/libexec/nightkeep
nk_input() {
  case $1 in
    name) nk_name=$2 ;;
    key) nk_keys=$nk_keys$2$nk_newline ;;
    file) nk_keys_file=$2 ;;
  esac
}

nk_name='' nk_keys='' nk_keys_file=
nk_read_input
nk_gate=$nk_system$nk_folder/gate
[ -n "$nk_keys" ] || nk_fail not-found "$nk_name has no key for this server: it could not be read on the host"
nk_find_keys_file
nk_number=0 nk_found=0
# shellcheck disable=SC2094 # its name is told, nothing is written to it
while IFS= read -r nk_line_now || [ -n "$nk_line_now" ]; do
  nk_number=$((nk_number + 1))
  nk_split_line "$nk_line_now" || continue
  nk_found=1
  nk_judge_options
  nk_emit accepted number "$nk_number" key "$nk_key" comment "$nk_comment" state "$nk_line_state" file "$nk_keys_file"
done <"$nk_keys_file"
[ $nk_found = 1 ] || nk_fail not-found "$nk_keys_file has no key that $nk_name uses"
