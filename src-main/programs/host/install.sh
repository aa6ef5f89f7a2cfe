# shellcheck shell=sh
# Puts the scripts and the cron line of a host in place, or takes them away. Input: folder, for the scripts; schedule,
# `MINUTE HOUR`; for each file `name` and `text`; old, the old script's path, whose cron line is put out of use; dry, to
# only tell; remove. Says `step text= done=`; changes nothing that is right already.

nk_input() {
  case $1 in
    folder) nk_folder=$2 ;;
    schedule) nk_schedule=$2 ;;
    old) nk_old=$2 ;;
    dry) nk_dry=1 ;;
    remove) nk_remove=1 ;;
    name) nk_name=$2 ;;
    text) nk_take_file "$2" ;;
    end) nk_finish ;;
  esac
}

# nk_say_step TEXT: what is done, or would be.
nk_say_step() {
  nk_changed=1
  nk_emit step text "$1"
}

# nk_really PATH: where that is, into $nk_real.
nk_really() {
  case $1 in
    /etc/* | /var/*) nk_real=$nk_system$1 ;;
    *) nk_real=$nk_prefix$1 ;;
  esac
}

# nk_write PATH TEXT MODE: the file, by a rename, where it is not so already. TEXT ends with a newline. It may be longer than
# the words of a program can be.
nk_write() {
  nk_really "$1"
  if [ -f "$nk_real" ] && [ "$(cat "$nk_real" && echo .)" = "$2." ]; then return 0; fi
  if [ -e "$nk_real" ]; then nk_say_step "replace $1"; else nk_say_step "write $1"; fi
  [ -z "$nk_dry" ] || return 0
  nk_new=${nk_real%/*}/.${1##*/}.new
  rm -f "$nk_new"
  cat >"$nk_new" <<EOT && chmod "$3" "$nk_new" && mv -f "$nk_new" "$nk_real" ||
${2%"$nk_newline"}
EOT
    nk_fail permission-denied "$1 can't be written"
}

nk_take_file() {
  [ -z "$nk_remove" ] || return 0
  case $nk_name in '' | .* | *[!A-Za-z0-9._-]*) nk_fail bad-input "$nk_name is not a script's name" ;; esac
  if [ ! -d "$nk_prefix$nk_folder" ] && [ -z "$nk_made" ]; then
    nk_made=1
    nk_say_step "make the folder $nk_folder"
    [ -n "$nk_dry" ] || mkdir -p "$nk_prefix$nk_folder" || nk_fail permission-denied "$nk_folder can't be made"
  fi
  nk_write "$nk_folder/$nk_name" "$1" 700
}

nk_begin_mark='# Nightkeep begins'
nk_end_mark='# Nightkeep ends'
nk_off_mark='# put out of use by Nightkeep: '

# nk_cron_lines: the schedule's lines. cron takes a % for a newline.
nk_cron_lines() {
  case $nk_folder in *[%\'\\]*) nk_fail bad-input "cron can't run what lies in $nk_folder" ;; esac
  nk_cron="$nk_schedule * * * root /bin/sh '$nk_folder/backup' >'$nk_folder/last.log' 2>&1"
}

# nk_without_marks <CRONTAB: without our lines.
nk_without_marks() {
  awk -v from="$nk_begin_mark" -v to="$nk_end_mark" '$0 == from { ours = 1; next } $0 == to { ours = 0; next } !ours'
}

# nk_edit_crontab: our lines in the system's crontab, where cron has no folder for them.
nk_edit_crontab() {
  nk_text=$(cat "$nk_system/etc/crontab")
  nk_wanted=$(printf '%s\n' "$nk_text" | nk_without_marks)
  [ -n "$nk_remove" ] || nk_wanted="$nk_wanted$nk_newline$nk_begin_mark$nk_newline$nk_cron$nk_newline$nk_end_mark"
  nk_mode=644
  nk_write /etc/crontab "$nk_wanted$nk_newline" $nk_mode
}

nk_schedule_night() {
  nk_cron_lines
  if [ -d "$nk_system/etc/cron.d" ]; then
    nk_file=/etc/cron.d/nightkeep
    if [ -n "$nk_remove" ]; then
      nk_take_away "$nk_file"
    else
      nk_write "$nk_file" "# The nightly backup. Nightkeep writes this file: see $nk_folder.$nk_newline$nk_cron$nk_newline" 644
    fi
  elif [ -f "$nk_system/etc/crontab" ]; then
    nk_edit_crontab
  else
    nk_fail missing-tool 'this host has neither /etc/cron.d nor /etc/crontab'
  fi
}

# nk_silence_old: two that rotate the same nights would destroy them, so the old script's line in cron becomes a
# comment; removing Nightkeep makes it a line again.
nk_silence_old() {
  [ -n "$nk_old" ] || return 0
  for nk_table in "$nk_system/etc/crontab" "$nk_system"/etc/cron.d/* "$nk_system/var/cron/tabs/root" \
    "$nk_system/var/spool/cron/crontabs/root"; do
    if [ -f "$nk_table" ] && [ -w "$nk_table" ]; then nk_silence_in "${nk_table#"$nk_system"}"; fi
  done
}

nk_silence_in() {
  nk_wanted=$(nk_old=$nk_old nk_mark=$nk_off_mark awk -v remove="$nk_remove" '
    BEGIN { old = ENVIRON["nk_old"]; mark = ENVIRON["nk_mark"] }
    remove { if (index($0, mark) == 1) $0 = substr($0, length(mark) + 1); print; next }
    /^[ \t]*#/ { print; next }
    { for (i = 6; i <= NF; i++) if ($i == old) { print mark $0; next } print }' "$nk_system$1" && echo .)
  nk_wanted=${nk_wanted%.}
  nk_had=$(cat "$nk_system$1" && echo .)
  [ "$nk_had" != "$nk_wanted." ] || return 0
  if [ -n "$nk_remove" ]; then nk_say_step "put the old script's line in $1 back to use"; else nk_say_step "put the old script's line in $1 out of use"; fi
  # The file stays the same one, with its mode and owner, as cron wants them.
  [ -z "$nk_dry" ] || return 0
  printf '%s' "$nk_wanted" >"$nk_system$1" || nk_fail permission-denied "$1 can't be written"
  # cron looks into the tables of a folder anew only when the time of that has changed; until then the old script would
  # run on, beside the new ones.
  touch "$nk_system${1%/*}" || nk_fail permission-denied "${1%/*} can't be touched, so cron would not read $1 anew"
}

nk_take_away() {
  nk_really "$1"
  [ -e "$nk_real" ] || return 0
  nk_say_step "remove $1"
  [ -n "$nk_dry" ] || rm -rf "$nk_real" || nk_fail permission-denied "$1 can't be removed"
}

nk_finish() {
  nk_schedule_night
  nk_silence_old
  [ -z "$nk_remove" ] || nk_take_away "$nk_folder"
  nk_emit installed changed "${nk_changed:-0}" schedule "$nk_schedule" ${nk_dry:+dry yes}
}

nk_folder='' nk_schedule='' nk_old='' nk_dry='' nk_remove='' nk_name='' nk_made='' nk_changed=
nk_read_input
