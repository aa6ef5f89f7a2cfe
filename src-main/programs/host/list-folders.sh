# shellcheck shell=sh
# Input: path; limit. Says `folder name=` for each folder in it, to complete a path while it is typed.
nk_input() {
  case $1 in
    path) nk_path=$2 ;;
    limit) nk_limit=$2 ;;
  esac
}
nk_path=/ nk_limit=1000
nk_read_input
cd -P "$nk_prefix$nk_path" 2>/dev/null || nk_fail not-found "$nk_path is not a folder that can be read"
for nk_name in * .*; do
  [ "$nk_name" != . ] && [ "$nk_name" != .. ] && [ -d "./$nk_name" ] && [ ! -h "./$nk_name" ] || continue
  nk_emit folder name "$nk_name"
  nk_limit=$((nk_limit - 1))
  [ $nk_limit -gt 0 ] || break
done
