# shellcheck shell=sh
# Input: path, the repository's folder; then for each file name and text. Each is put in place by a rename.
nk_input() {
  case $1 in
    path) nk_open_repository "$2" ;;
    name) nk_name=$2 ;;
    text) nk_put "$2" ;;
  esac
}

nk_open_repository() {
  nk_is_whole_path "$1" || nk_fail bad-input "$1 is not a full path"
  [ -d "$nk_prefix$1" ] || mkdir "$nk_prefix$1" 2>/dev/null || nk_fail not-found "$1 is not there and can't be made"
  cd -P "$nk_prefix$1" || nk_fail permission-denied "$1 can't be entered"
  nk_here=$1
}

nk_put() {
  nk_is_id "$nk_name" || nk_fail bad-input "$nk_name is not a script's name"
  rm -f "./.$nk_name.new"
  # It may be longer than the words of a program can be, and ends with a newline.
  cat >"./.$nk_name.new" <<EOT && chmod 755 "./.$nk_name.new" && mv -f "./.$nk_name.new" "./$nk_name" ||
${1%"$nk_newline"}
EOT
    nk_fail permission-denied "$nk_here/$nk_name can't be written"
  nk_emit published name "$nk_name"
}

nk_read_input
