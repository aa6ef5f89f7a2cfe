# shellcheck shell=sh
# Preserves a selection of nights in .nightkeep/holds/ID: a tree of hard links, LABEL/<path below the customer's root>,
# with a record. It costs next to nothing, and rotation does not touch it. It appears whole or not at all.
#
# With the name of a tarball, the nights are packed into it at the same time, straight from where they are: neither has
# to wait for the other. The hold is told as soon as it is there.
nk_input() {
  case $1 in
    backupdir)
      nk_open_backupdir "$2"
      nk_private
      mkdir "$nk_notes/nights.d"
      ;;
    id)
      nk_hold_id "$2"
      nk_begin_hold
      ;;
    customer) nk_customer=$2 ;;
    reason) nk_reason=$2 ;;
    by) nk_by=$2 ;;
    at) nk_made_at=$2 ;;
    until) nk_until=$2 ;;
    host) nk_host=$2 ;;
    ticket) nk_ticket=$2 ;;
    request) nk_request=$2 ;;
    message) nk_message=$2 ;;
    tarball) nk_tarball_name "$2" ;;
    zstd) nk_may_be_zstd=$2 ;;
    night)
      nk_end_of_night
      nk_count=$((nk_count + 1))
      nk_list=$nk_notes/list.$nk_count
      nk_parents=$nk_notes/parents.$nk_count
      nk_selected "$1" "$2"
      ;;
    *) nk_selected "$1" "$2" ;;
  esac
}

nk_begin_hold() {
  nk_holds=$nk_base/.nightkeep/holds
  mkdir -p "$nk_holds" "$nk_base/.nightkeep/trash" 2>/dev/null || nk_fail_to_write "$nk_base"
  if [ -d "$nk_holds/$nk_hold" ]; then
    nk_tell_hold "$nk_holds/$nk_hold"
    exit 0
  fi
  nk_work=$nk_holds/.new-$nk_hold
  trap 'nk_give_up' EXIT
  # What an earlier try of the same hold left behind.
  if [ -e "$nk_work" ]; then nk_trash "$nk_work" "hold-$nk_hold-unfinished"; fi
  mkdir "$nk_work" "$nk_work/tree" 2>/dev/null || nk_fail_to_write "$nk_holds"
}

nk_give_up() {
  # A second wish for an end must not end this.
  trap '' HUP INT TERM PIPE
  cd / || exit
  nk_end_proof
  [ -z "$nk_linker" ] || kill "$nk_linker" 2>/dev/null
  rm -rf "$nk_notes" "$nk_holds/$nk_hold/.$nk_name.part"
  if [ -e "$nk_work" ]; then nk_trash "$nk_work" "hold-$nk_hold-unfinished"; fi
}

nk_selected_night() {
  : >"$nk_parents"
  nk_noted=no
  nk_begin_members
}

nk_selected_path() {
  if [ "$nk_noted" = no ]; then
    nk_format night runId "$nk_run" date "$nk_date" label "$nk_label"
    printf '%s\n' "$nk_line" >>"$nk_notes/record"
    nk_noted=yes
  fi
  nk_format path runId "$nk_run" path "$nk_root${1:+/}$1"
  printf '%s\n' "$nk_line" >>"$nk_notes/record"
  nk_note_member "$1"
}

# The nights to hold, a line each: number, index, run, label. None of the four has a blank.
nk_take_night() {
  nk_must_stay "$nk_run" "$nk_root"
  printf '%s\n' "$nk_count $nk_index $nk_run $nk_label" >>"$nk_notes/nights"
  mkdir "$nk_work/tree/$nk_label" 2>/dev/null || nk_fail program-failed "two nights are labelled $nk_label"
  ln -s "$nk_base/$nk_index$nk_root" "$nk_notes/nights.d/$nk_label" || nk_fail program-failed "no link can be made in $nk_notes"
  if nk_is_subvolume "$nk_base/$nk_index"; then nk_snapshots=yes; fi
}

# nk_hold_nights: links all of them, and puts the hold in place.
nk_hold_nights() {
  nk_errors=$nk_notes/link-errors
  nk_probe_cp
  while read -r nk_count nk_index nk_run nk_label; do
    nk_list=$nk_notes/list.$nk_count
    nk_parents=$nk_notes/parents.$nk_count
    nk_must_enter "$nk_run" "$nk_root"
    nk_link_night
    nk_must_stay "$nk_run" "$nk_root"
  done <"$nk_notes/nights"
  nk_publish_hold
}

# The rest of the record, and the move that makes it a hold.
nk_publish_hold() {
  nk_held_bytes=$(du -sk "$nk_work/tree" | awk '{ printf "%.0f\n", $1 * 1024 }')
  nk_format hold id "$nk_hold" customer "$nk_customer" reason "$nk_reason" by "$nk_by" createdAt "$nk_made_at" \
    until "$nk_until" host "$nk_host" ticket "$nk_ticket" root "$nk_root" request "$nk_request" bytes "$nk_held_bytes"
  { printf '%s\n' "$nk_line" && cat "$nk_notes/record"; } >"$nk_work/hold" ||
    nk_fail no-space 'the record of the hold can not be written'
  mv "$nk_work" "$nk_holds/$nk_hold" || nk_fail program-failed 'the hold can not be put in place'
  nk_act at "$nk_made_at" by "$nk_by" action hold host "$nk_host" customer "$nk_customer" ticket "$nk_ticket" \
    hold "$nk_hold" message "$nk_message"
  nk_emit linked id "$nk_hold"
}

nk_add_ending() {
  if [ "$nk_may_be_zstd" = yes ] && command -v zstd >/dev/null 2>&1; then nk_name=$nk_name.tar.zst; else nk_name=$nk_name.tar.gz; fi
}

# nk_pack_nights: while they are held, in a process of its own, they are packed.
nk_pack_nights() {
  nk_probe_tar
  nk_probe_squeezer "$nk_name"
  # Opened before the hold's folder is renamed.
  : >"$nk_work/.$nk_name.part" || nk_fail_to_write "$nk_work"
  exec 7>"$nk_work/.$nk_name.part"
  nk_hold_nights &
  nk_linker=$!
  cd "$nk_notes/nights.d" || exit
  nk_pack nk_night_members
  # That the tarball could not be made is no reason to give up the hold.
  wait "$nk_linker" || exit 1
  nk_linker=
  nk_nights_stayed || nk_fail conflict 'the nights moved while they were packed; they are held now, so try again'
  nk_judge_pack
  nk_keep_tarball "$nk_holds/$nk_hold/.$nk_name.part" "$nk_holds/$nk_hold"
}

# nk_nights_stayed: each is where it was, so that what was read by its path was it.
nk_nights_stayed() {
  while read -r nk_count nk_where nk_run nk_label; do
    nk_find "$nk_run" && [ "$nk_index" = "$nk_where" ] || return 1
  done <"$nk_notes/nights"
}

nk_customer='' nk_reason='' nk_ticket='' nk_message='' nk_request='' nk_name=''
nk_count=0 nk_linker='' nk_snapshots=no nk_may_be_zstd=no
nk_probe_rsync
nk_read_input
nk_end_of_night
[ -s "$nk_notes/record" ] || nk_fail nothing-selected 'none of the nights has any of the paths'
nk_hide_record "$nk_root"
if [ -n "$nk_name" ]; then nk_add_ending; fi
if [ -z "$nk_name" ]; then
  nk_hold_nights
elif [ "$nk_snapshots" = yes ] && [ "$(wc -l <"$nk_notes/nights")" -gt 1 ]; then
  # In each snapshot a file is another one; in the tree it is one.
  nk_hold_nights
  nk_pack_tree "$nk_holds/$nk_hold"
else
  nk_pack_nights
fi
nk_tell_hold "$nk_holds/$nk_hold"
