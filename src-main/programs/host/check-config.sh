# shellcheck shell=sh
# nk_check_config: fails where $nk_config, which is $nk_path to people, can't be read as a backup.config.
nk_check_config() {
  [ -e "$nk_config" ] || nk_fail not-found "there is no $nk_path on this host; its path is among the host's settings"
  [ -f "$nk_config" ] || nk_fail bad-input "$nk_path is not a file"
  [ -r "$nk_config" ] || nk_fail permission-denied "$nk_path can't be read"
  nk_size=$(wc -c <"$nk_config")
  [ "$nk_size" -le 1048576 ] || nk_fail bad-input "$nk_path is $((nk_size)) bytes long: that is no backup.config"
}
