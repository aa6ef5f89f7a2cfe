# shellcheck shell=sh
# Preserves a selection of nights in .nightkeep/holds/ID: a tree of hard links, LABEL/<path below the customer's root>,
# with a record. It costs next to nothing, and rotation does not touch it. It appears whole or not at all.
nk_input() {
  case $1 in
    backupdir)
      nk_open_backupdir "$2"
      nk_private
      nk_list=$nk_notes/list
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
    *) nk_selected "$1" "$2" ;;
  esac
}

nk_begin_hold() {
  nk_holds=$nk_base/.nightkeep/holds
  mkdir -p "$nk_holds" "$nk_base/.nightkeep/trash" || nk_fail permission-denied "$nk_holds can not be made"
  if [ -d "$nk_holds/$nk_hold" ]; then
    nk_tell_hold "$nk_holds/$nk_hold"
    exit 0
  fi
  nk_work=$nk_holds/.new-$nk_hold
  trap 'nk_give_up' EXIT
  # What an earlier try of the same hold left behind.
  if [ -e "$nk_work" ]; then nk_trash "$nk_work" "hold-$nk_hold-unfinished"; fi
  mkdir "$nk_work" "$nk_work/tree" || nk_fail program-failed "$nk_work can not be made"
}

nk_give_up() {
  cd / || exit
  rm -rf "$nk_notes"
  if [ -e "$nk_work" ]; then nk_trash "$nk_work" "hold-$nk_hold-unfinished"; fi
}

nk_selected_night() { nk_noted=no; }

nk_selected_path() {
  if [ "$nk_noted" = no ]; then
    nk_format night runId "$nk_run" date "$nk_date" label "$nk_label"
    printf '%s\n' "$nk_line" >>"$nk_notes/record"
    nk_noted=yes
  fi
  nk_format path runId "$nk_run" path "$nk_root${1:+/}$1"
  printf '%s\n' "$nk_line" >>"$nk_notes/record"
}

# Links are taken by path, so the night must not have moved while they were made; it only moves once a night.
nk_take_night() {
  nk_hide_record "$nk_root"
  nk_tries=0
  while :; do
    nk_check "$nk_run" "$nk_root" || nk_fail night-gone "the night $nk_run has left rotation" run "$nk_run"
    nk_linked=$nk_index
    mkdir "$nk_work/tree/$nk_label" || nk_fail program-failed "two nights are labelled $nk_label"
    nk_link_night "$nk_base/$nk_index$nk_root"
    nk_must_stay "$nk_run" "$nk_root"
    [ "$nk_index" != "$nk_linked" ] || return 0
    nk_tries=$((nk_tries + 1))
    [ "$nk_tries" -lt 5 ] || nk_fail conflict 'the nights moved while they were held; try again'
    nk_trash "$nk_work/tree/$nk_label" "hold-$nk_hold-$nk_tries"
  done
}

# nk_link_night SOURCE: the listed paths of the working directory, which is SOURCE, as hard links of themselves.
nk_link_night() {
  set -- "--link-dest=$1"
  if nk_is_subvolume "$nk_base/$nk_index"; then
    nk_share_night
    set -- "--link-dest=$nk_work/same" "--link-dest=$nk_work/shared"
  fi
  {
    # Options are one word; the window may be none.
    # shellcheck disable=SC2086
    rsync -raH$nk_exact $nk_window --numeric-ids -ii --out-format=. "$nk_hidden" --from0 --files-from="$nk_list" \
      "$@" ./ "$nk_work/tree/$nk_label/" </dev/null 2>"$nk_notes/errors"
    echo "$?" >"$nk_notes/status"
  } | awk -v before="$nk_done" -v notes="$nk_notes" '
    { all++ }
    all % 500 == 0 { printf "progress\tdone=%.0f\n", before + all; fflush() }
    END { printf "%.0f\n", before + all >(notes "/done") }
  '
  nk_done=$(cat "$nk_notes/done")
  nk_status=$(cat "$nk_notes/status")
  nk_unshare_night
  [ "$nk_status" = 0 ] || nk_fail_of_tool "rsync" "$nk_status"
}

# The rest of the record, and the move that makes it a hold.
nk_publish_hold() {
  [ -s "$nk_notes/record" ] ||
    nk_fail nothing-selected 'none of the nights has any of the paths'
  nk_bytes=$(du -sk "$nk_work/tree" | awk '{ printf "%.0f\n", $1 * 1024 }')
  nk_format hold id "$nk_hold" customer "$nk_customer" reason "$nk_reason" by "$nk_by" createdAt "$nk_made_at" \
    until "$nk_until" host "$nk_host" ticket "$nk_ticket" root "$nk_root" request "$nk_request" bytes "$nk_bytes"
  { printf '%s\n' "$nk_line" && cat "$nk_notes/record"; } >"$nk_work/hold" ||
    nk_fail no-space 'the record of the hold can not be written'
  mv "$nk_work" "$nk_holds/$nk_hold" || nk_fail program-failed 'the hold can not be put in place'
  nk_act at "$nk_made_at" by "$nk_by" action hold host "$nk_host" customer "$nk_customer" ticket "$nk_ticket" \
    hold "$nk_hold" message "$nk_message"
  nk_tell_hold "$nk_holds/$nk_hold"
}

nk_customer='' nk_reason='' nk_ticket='' nk_message='' nk_request=''
nk_done=0
nk_probe_rsync
nk_read_input
nk_end_of_night
nk_publish_hold
