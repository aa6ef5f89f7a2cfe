# shellcheck shell=sh
# Tells what a tarball would find in a customer's root on this host: the room there, and the name it would get.
nk_input() {
  case $1 in
    root) nk_root=$2 ;;
    name) nk_name=$2 ;;
  esac
}

nk_read_input
nk_enter_root
nk_free .
nk_number=1
nk_numbered 1
while nk_taken "$nk_final" && [ "$nk_number" -lt 1000 ]; do
  nk_number=$((nk_number + 1))
  nk_numbered "$nk_number"
done
nk_emit root free "$nk_free_bytes" name "$nk_final" os "$(uname -s)"
