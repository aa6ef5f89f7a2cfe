# shellcheck shell=sh
# Binds keys to a host's gate on its server, or frees all that are bound to it. Input: name, the host's; key `TYPE BASE64`,
# to bind, several times; spare BASE64, a key that is never bound; file, the authorized_keys; gate, its text; settings, of
# hosts/NAME; dry, to only tell; remove. Says `step text=`, and at the end `gate changed= file= line=`.
nk_folder=/usr/local/libexec/nightkeep
nk_input() {
  case $1 in
    name) nk_name=$2 ;;
    key) nk_keys=$nk_keys$2$nk_newline ;;
    spare) nk_spare="$nk_spare $2 " ;;
    file) nk_keys_file=$2 ;;
    gate) nk_gate_text=$2 ;;
    settings) nk_settings=$2 ;;
    dry) nk_dry=1 ;;
    remove) nk_remove=1 ;;
  esac
}

# nk_write PATH TEXT MODE: by a rename, where it is not so already.
nk_write() {
  if [ -f "$1" ] && [ "$(cat "$1" && echo .)" = "$2." ]; then return 0; fi
  if [ -e "$1" ]; then nk_say_step "replace $1"; else nk_say_step "write $1"; fi
  [ -z "$nk_dry" ] || return 0
  mkdir -p "${1%/*}" && chmod 755 "${1%/*}" || nk_fail permission-denied "${1%/*} can't be made"
  rm -f "$1.new"
  if ! printf '%s' "$2" >"$1.new" || ! chmod "$3" "$1.new" || ! mv -f "$1.new" "$1"; then
    nk_fail permission-denied "$1 can't be written"
  fi
}

# nk_line_for: the line with the gate, or without it, into $nk_new_line.
nk_line_for() {
  nk_keep_options
  nk_new_line=$nk_key${nk_comment:+ $nk_comment}
  if [ -n "$nk_remove" ]; then
    [ -z "$nk_kept_options" ] || nk_new_line="${nk_kept_options#,} $nk_new_line"
    return
  fi
  nk_judge_options
  [ "$nk_line_state" != other ] || nk_refuse_other
  case $nk_spare in
    *" ${nk_key#* } "*) nk_fail conflict "$nk_name logs in with the key that Nightkeep itself uses on this server: give the host one of its own" ;;
  esac
  nk_new_line="command=\"$nk_gate $nk_name\",$nk_bounds$nk_kept_options $nk_new_line"
}

# nk_is_meant LINE: one to change, its parts as of nk_parse_line. To free keys nothing that the host says is asked for: it may have
# had somebody else's bound.
nk_is_meant() {
  if [ -z "$nk_remove" ]; then
    nk_split_line "$1"
    return
  fi
  nk_parse_line "$1" || return 1
  case $nk_options in "command=\"$nk_gate $nk_name\""*) return 0 ;; *) return 1 ;; esac
}

nk_refuse_other() {
  case $nk_options in
    *"command=\"$nk_gate "*) nk_fail conflict "the key of $nk_name is another host's as well: give each host one of its own" ;;
  esac
  nk_fail conflict "the key of $nk_name has a command of its own in $nk_keys_file; take that away first"
}

# nk_edit_keys: the lines that are meant; all others stay as they are, to the byte.
nk_edit_keys() {
  nk_new_text='' nk_new_line='' nk_found=0 nk_edited=0
  while IFS= read -r nk_line_now || [ -n "$nk_line_now" ]; do
    if nk_is_meant "$nk_line_now"; then
      nk_line_for
      nk_found=$((nk_found + 1))
      if [ "$nk_new_line" != "$nk_line_now" ]; then
        nk_edited=1
        nk_say_step "in $nk_keys_file: $nk_new_line"
      fi
      nk_line_now=$nk_new_line
    fi
    nk_new_text=$nk_new_text$nk_line_now$nk_newline
  done <"$nk_keys_file"
  [ $nk_found -gt 0 ] || [ -n "$nk_remove" ] || nk_fail not-found "$nk_keys_file has no key that $nk_name uses"
}

nk_save_keys() {
  [ "$nk_edited" = 1 ] || return 0
  nk_kept=$nk_keys_file.before-nightkeep-$(date -u +%Y%m%dT%H%M%SZ)
  nk_say_step "keep a copy as $nk_kept"
  [ -z "$nk_dry" ] || return 0
  # A copy keeps its mode and owner, without which sshd trusts no file of keys.
  if ! cp -p "$nk_keys_file" "$nk_kept" || ! cp -p "$nk_keys_file" "$nk_keys_file.new" ||
    ! printf '%s' "$nk_new_text" >"$nk_keys_file.new" || ! mv -f "$nk_keys_file.new" "$nk_keys_file"; then
    nk_fail permission-denied "$nk_keys_file can't be written"
  fi
}

nk_name='' nk_keys='' nk_spare='' nk_keys_file='' nk_gate_text='' nk_settings='' nk_dry='' nk_remove='' nk_changed=0
nk_read_input
case $nk_name in '' | [.-]* | *[!A-Za-z0-9._-]*) nk_fail bad-input "a host can not be called $nk_name" ;; esac
[ -n "$nk_keys$nk_remove" ] || nk_fail not-found "$nk_name has no key for this server: it could not be read on the host"
nk_gate=$nk_system$nk_folder/gate
case $nk_gate in *[!A-Za-z0-9/._-]*) nk_fail bad-input "no key can be bound to $nk_gate" ;; esac
nk_find_keys_file
# A link would be replaced by the file.
nk_kept_prefix=$nk_prefix
nk_prefix=
nk_find_config "$nk_keys_file"
nk_keys_file=$nk_config
nk_prefix=$nk_kept_prefix
[ -n "$nk_remove" ] || nk_settle_place
nk_find_bounds
nk_edit_keys
if [ -z "$nk_remove" ]; then
  nk_write "$nk_gate" "$nk_gate_text" 755
  [ -z "$nk_prefix" ] || nk_settings="${nk_settings%.?}prefix $nk_prefix$nk_newline.$nk_newline"
  nk_write "$nk_system$nk_folder/hosts/$nk_name" "$nk_settings" 644
fi
nk_save_keys
nk_emit gate changed "$nk_changed" file "$nk_keys_file" line "$nk_new_line" ${nk_dry:+dry yes}
