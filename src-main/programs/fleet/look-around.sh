# shellcheck shell=sh
# Looks where things usually lie on a machine that is new to the fleet.
# In:  path=PATH, a backup.config to look for before the usual ones; role=host|server
# Out: system os=            what it is
#      config path=          each backup.config that can be read
#      backupdir path=       each folder of a server that has nights in it
nk_role=
nk_asked=
nk_input() {
  case $1 in
    role) nk_role=$2 ;;
    path) nk_asked=$2 ;;
  esac
}
nk_read_input
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
nk_emit system os "$(uname -sr)"

# The usual places are the system's; as a path to be given to a program they lack what programs put before it.
nk_below=${nk_system#"$nk_prefix"}
nk_told=$nk_newline

nk_tell_config() {
  case $nk_told in *"$nk_newline$1$nk_newline"*) return ;; esac
  [ -f "$nk_prefix$1" ] && [ -r "$nk_prefix$1" ] || return 0
  nk_told=$nk_told$1$nk_newline
  nk_emit config path "$1"
}

# Beside whatever cron starts that is called backup.
nk_beside_cron() {
  { crontab -l; cat "$nk_system/etc/crontab" "$nk_system"/etc/cron.d/*; } 2>/dev/null | grep -v '^[[:space:]]*#' |
    awk '{ gsub(/[ \t;&|<>()]+/, "\n"); print }' | sed -n 's,^\(/.*\)/backup$,\1,p' | head -n 20 |
    while IFS= read -r nk_folder; do
      nk_tell_config "$nk_folder/backup.config"
      nk_tell_config "${nk_folder%/*}/backup.config"
    done
}

nk_tell_backupdirs() {
  for nk_data in "$nk_system"/data "$nk_system"/backup "$nk_system"/backups "$nk_system"/srv/backup "$nk_system"/srv \
    "$nk_system"/home/backup "$nk_system"/vol* "$nk_system"/mnt/* "$nk_system"/data*/*; do
    for nk_place in "$nk_data"/*; do
      if [ -d "$nk_place/0" ] || [ -d "$nk_place/.nightkeep" ]; then nk_emit backupdir path "${nk_place#"$nk_prefix"}"; fi
    done
  done | head -n 2000
}

if [ "$nk_role" = server ]; then
  nk_tell_backupdirs
else
  [ -z "$nk_asked" ] || nk_tell_config "$nk_asked"
  for nk_folder in /usr/local/jail/bin /usr/local/sbin /usr/local/bin /usr/local/etc /etc /etc/backup /root /root/bin /opt/backup /opt/nightkeep; do
    nk_tell_config "$nk_below$nk_folder/backup.config"
  done
  nk_beside_cron
fi
