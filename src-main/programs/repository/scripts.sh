# shellcheck shell=sh
# `verb scripts`: the scripts of the repository at `path`, for a host: for each `file name=`, then its lines, each after
# a `=`. The last event is `end`, without which the answer was cut off.

nk_scripts() {
  nk_is_whole_path "$nk_path" || nk_fail bad-input "$nk_path is not a full path"
  cd -P "$nk_prefix$nk_path" 2>/dev/null || nk_fail not-found "the repository $nk_path is not there"
  [ -f ./SHA256SUMS ] || nk_fail not-found "the repository $nk_path has no SHA256SUMS"
  for nk_script in *; do
    case $nk_script in *[!A-Za-z0-9._-]*) continue ;; esac
    [ -f "./$nk_script" ] && [ ! -h "./$nk_script" ] || continue
    nk_emit file name "$nk_script"
    sed 's/^/=/' "./$nk_script" || exit 1
  done
  nk_emit end
}
