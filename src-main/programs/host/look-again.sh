# shellcheck shell=sh
# What is new on a host: its backup.config where its SHA-256 is not the one that is known, and the folders in some folders.
# In:  path=, known=SHA256 in hex or empty, dir=PATH as often as wanted.
# Out: same, or for each line of the config `line text=`, and at last `size bytes=`, by which a missing newline at the end is
#      known, and whether any byte was lost on the way; then see folders.sh
nk_path=
nk_known=
nk_looked=no

nk_input() {
  case $1 in
    path) nk_path=$2 ;;
    known) nk_known=$2 ;;
    dir)
      nk_look_at_config
      nk_list_folders "$2"
      ;;
  esac
}

nk_look_at_config() {
  [ $nk_looked = no ] || return 0
  nk_looked=yes
  nk_find_config "$nk_path"
  nk_check_config
  if [ -n "$nk_known" ]; then
    nk_sha256 <"$nk_config"
    [ "$nk_sum" != "$nk_known" ] || {
      nk_emit same
      return 0
    }
  fi
  sed -e 's/\\/\\\\/g' -e "s/$nk_tab/\\\\t/g" -e "s/^/line${nk_tab}text=/" <"$nk_config"
  # Where the last line has no newline, sed gives it none.
  echo
  nk_emit size bytes $((nk_size))
}

nk_read_input
nk_look_at_config
