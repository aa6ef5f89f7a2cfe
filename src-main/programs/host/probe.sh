# shellcheck shell=sh
# What a host is and has. Input: config, its backup.config; folder, of the scripts. Says `probe KEY=VALUE ...` in parts.
nk_input() {
  case $1 in
    config) nk_config_path=$2 ;;
    folder) nk_folder=$2 ;;
  esac
}
nk_config_path='' nk_folder=
nk_read_input
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

nk_first_line() {
  nk_first=$("$@" 2>&1 </dev/null) || return 1
  nk_first=${nk_first%%"$nk_newline"*}
}

nk_os=$(uname -sr)
if [ -r "$nk_system/etc/os-release" ]; then
  nk_pretty=$(sed -n 's/^PRETTY_NAME=//p' "$nk_system/etc/os-release")
  nk_pretty=${nk_pretty#\"}
  [ -z "$nk_pretty" ] || nk_os="${nk_pretty%\"} ($nk_os)"
fi
nk_emit probe os "$nk_os" time "$(date +%s)"

nk_shell=$(command -v sh)
[ ! -h "$nk_shell" ] || nk_shell="$nk_shell ($(readlink "$nk_shell"))"
nk_emit probe shell "$nk_shell"

if nk_first_line rsync --version; then
  nk_version=${nk_first#*version }
  nk_emit probe rsync "${nk_version%% *}"
  nk_rsync_features "$nk_first"
  [ -n "$nk_holds" ] || nk_can_view || nk_emit probe follows yes
fi
if command -v ssh >/dev/null 2>&1 && nk_first_line ssh -V; then nk_emit probe ssh "${nk_first%%,*}"; fi
if command -v tar >/dev/null 2>&1 && nk_first_line tar --version; then nk_emit probe tar "$nk_first"; fi
nk_sendmail=$(command -v sendmail) || nk_sendmail=
for nk_candidate in /usr/sbin/sendmail /usr/lib/sendmail; do
  [ -n "$nk_sendmail" ] || [ ! -x "$nk_candidate" ] || nk_sendmail=$nk_candidate
done
[ -z "$nk_sendmail" ] || nk_emit probe sendmail "$nk_sendmail"

if [ -r "$nk_prefix$nk_folder/VERSION" ] && IFS= read -r nk_version <"$nk_prefix$nk_folder/VERSION"; then nk_emit probe scripts "$nk_version"; fi
for nk_table in "$nk_system"/etc/cron.d/* "$nk_system/etc/crontab" "$nk_system/var/cron/tabs/root" "$nk_system/var/spool/cron/crontabs/root"; do
  [ -r "$nk_table" ] || continue
  nk_line=$(grep -v "^[ $nk_tab]*#" "$nk_table" | grep -F -e "$nk_folder/backup" -e "${nk_config_path%/*}/backup" | head -n 1)
  [ -z "$nk_line" ] || {
    nk_emit probe schedule "$nk_line"
    break
  }
done
nk_place=$nk_prefix${nk_config_path%/*}
[ -d "$nk_place" ] || nk_place=/
nk_free=$(df -Pk "$nk_place" 2>/dev/null | awk 'NR > 1 { for (i = 2; i <= NF; i++) if ($i ~ /%$/) { free = $(i - 1) * 1024; printf "%.0f", free < 0 ? 0 : free; exit } }')
[ -z "$nk_free" ] || nk_emit probe freeBytes "$nk_free"
