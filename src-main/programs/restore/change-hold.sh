# shellcheck shell=sh
# Extends a hold, releases it, or notes where its tarball was delivered. A hold that is released goes by one rename.
nk_input() {
  case $1 in
    backupdir) nk_open_backupdir "$2" ;;
    id) nk_hold_id "$2" ;;
    verb) nk_verb=$2 ;;
    until) nk_until=$2 ;;
    path) nk_path=$2 ;;
    by) nk_by=$2 ;;
    at) nk_at=$2 ;;
    customer) nk_customer=$2 ;;
    host) nk_host=$2 ;;
    message) nk_message=$2 ;;
  esac
}

# nk_rewrite_hold: stdin becomes the hold's record, by one rename.
nk_rewrite_hold() {
  cat >"$nk_dir/hold.new" && mv -f "$nk_dir/hold.new" "$nk_dir/hold" ||
    nk_fail program-failed "the record of hold $nk_hold can not be written"
}

nk_customer='' nk_host='' nk_message=''
nk_read_input
nk_dir=$nk_base/.nightkeep/holds/$nk_hold
[ -f "$nk_dir/hold" ] || nk_fail not-found "there is no hold $nk_hold; it ran out or was released"
case $nk_verb in
  extend)
    case $nk_until in *[!0-9TZ:.-]*) nk_fail bad-input "$nk_until is no time" ;; esac
    sed "/^hold$nk_tab/s/${nk_tab}until=[^$nk_tab]*/${nk_tab}until=$nk_until/" "$nk_dir/hold" | nk_rewrite_hold
    nk_tell_hold "$nk_dir"
    ;;
  delivered)
    nk_format delivered at "$nk_at" host "$nk_host" path "$nk_path"
    { cat "$nk_dir/hold" && printf '%s\n' "$nk_line"; } | nk_rewrite_hold
    ;;
  release)
    nk_trash "$nk_dir" "hold-$nk_hold"
    ;;
  *) nk_fail bad-input "a hold can not be $nk_verb" ;;
esac
[ "$nk_verb" = delivered ] || nk_act at "$nk_at" by "$nk_by" action "hold-$nk_verb" host "$nk_host" customer "$nk_customer" \
  hold "$nk_hold" message "$nk_message"
nk_emit changed id "$nk_hold"
