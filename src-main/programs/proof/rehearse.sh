# shellcheck shell=sh
# Rehearses a customer's restore, on the server: one night of theirs is packed by what packs a real restore, unpacked into
# a scratch folder, and compared with the night: bytes, modes, owners, times and links. In: backupdir PATH; at; customer;
# megabytes, the most to pack; then the night as selection.sh takes it. Of a customer who has more, folders by chance are
# rehearsed. Says `step name=`, `progress done=`, `differs name=` and
#   rehearsed customer= at= run= date= root= files= bytes= wrong= part=
# which is noted in `rehearsed`, too.
nk_input() {
  case $1 in
    backupdir)
      nk_backupdir=$2
      nk_open_backupdir "$2"
      ;;
    at) nk_moment=$2 ;;
    customer)
      nk_customer=$2
      nk_begin_proof
      trap 'trap "" HUP INT TERM PIPE; nk_end_proof; nk_end_of_proof' EXIT
      nk_scratch=$nk_proof/scratch/tree
      nk_list=$nk_notes/list
      nk_parents=$nk_notes/parents
      mkdir "$nk_proof/scratch" "$nk_scratch" 2>/dev/null && mkdir "$nk_notes/nights.d" || nk_fail_to_write "$nk_proof"
      ;;
    megabytes)
      case $2 in '' | *[!0-9]* | 0* | ???????*) nk_fail bad-input "$2 is no number of megabytes" ;; esac
      nk_most_kib=$(($2 * 1024))
      ;;
    *) nk_selected "$1" "$2" ;;
  esac
}

nk_most_told=200
nk_most_noted=2000

nk_selected_night() {
  : >"$nk_parents"
  nk_begin_members
}

# nk_selected_path: of the customer's root, which is the working directory, as much as may be packed.
nk_selected_path() {
  nk_kib=$(du -sk . 2>/dev/null | awk '{ print $1; exit }')
  nk_part=no
  if [ "${nk_kib:-0}" -le "$nk_most_kib" ]; then
    nk_note_member ''
  else
    nk_part=yes
    nk_pick_parts
  fi
  nk_check_scratch_room
}

# nk_pick_parts: members by chance, up to what may be packed, into the list; where one folder alone is more, parts of it.
nk_pick_parts() {
  nk_at_folder=
  nk_deep=0
  while [ $nk_deep -lt 20 ]; do
    nk_deep=$((nk_deep + 1))
    nk_kib=0 nk_too_large=
    : >"$nk_notes/parts"
    set -- "./$nk_at_folder"* "./$nk_at_folder".[!.]* "./$nk_at_folder"..?*
    # Begun somewhere, and gone round once.
    nk_turn=$(($(od -An -N2 -tu2 /dev/urandom | tr -d ' ') % $#))
    nk_parts_tried=0
    for nk_again in first second; do
      nk_nth=0
      for nk_entry; do
        nk_nth=$((nk_nth + 1))
        if [ $nk_again = first ]; then [ $nk_nth -gt $nk_turn ] || continue; else [ $nk_nth -le $nk_turn ] || continue; fi
        [ $nk_parts_tried -lt 200 ] || continue
        nk_parts_tried=$((nk_parts_tried + 1))
        nk_try_part "${nk_entry#./}"
      done
    done
    [ ! -s "$nk_notes/parts" ] || break
    [ -n "$nk_too_large" ] || break
    nk_at_folder=$nk_too_large/
  done
  [ -s "$nk_notes/parts" ] || nk_fail nothing-selected "all that $nk_customer has is larger than what is rehearsed"
  : >"$nk_list"
  LC_ALL=C sort "$nk_notes/parts" >"$nk_notes/sorted"
  while IFS= read -r nk_entry <&3; do
    nk_decode "$nk_entry"
    nk_entry=${nk_decoded#./}
    printf './%s\0' "$nk_entry" >>"$nk_list"
    nk_note_member "$nk_entry"
  done 3<"$nk_notes/sorted"
}

nk_try_part() {
  case $nk_root/$1 in /.nightkeep*) return 0 ;; esac
  if [ -e "./$1" ] || [ -h "./$1" ]; then :; else return 0; fi
  nk_of_it=$(du -sk "./$1" 2>/dev/null | awk 'NR == 1 { print $1 }')
  case $nk_of_it in '' | *[!0-9]*) return 0 ;; esac
  if [ $((nk_kib + nk_of_it)) -le "$nk_most_kib" ]; then
    nk_kib=$((nk_kib + nk_of_it))
    nk_encode "./$1"
    printf '%s\n' "$nk_encoded" >>"$nk_notes/parts"
  elif [ "$nk_of_it" -gt "$nk_most_kib" ] && [ -d "./$1" ] && [ ! -h "./$1" ]; then
    nk_too_large=$1
  fi
}

# nk_check_scratch_room: for the tarball and what comes out of it; a tenth stays free for the nights.
nk_check_scratch_room() {
  nk_free "$nk_proof"
  if [ -n "$nk_free_bytes" ] && awk -v a="$nk_kib" -v b="$nk_free_bytes" 'BEGIN { exit !(a * 1024 * 2.2 > b + 0) }'; then
    nk_fail no-space "to rehearse it takes $((nk_kib * 2)) KiB, and the server has $nk_free_bytes bytes free" free "$nk_free_bytes"
  fi
}

nk_take_night() {
  nk_must_stay "$nk_run" "$nk_root"
  ln -s "$nk_base/$nk_index$nk_root" "$nk_notes/nights.d/$nk_label" || nk_fail program-failed "no link can be made in $nk_notes"
  nk_taken_run=$nk_run
}

nk_pack_night() {
  nk_name=rehearsal.tar.gz
  nk_probe_tar
  nk_probe_squeezer "$nk_name"
  nk_hide_record "$nk_root"
  nk_hidden_links=$nk_hidden
  [ -n "$nk_root" ] || nk_hidden_links=--exclude=/.nightkeep-links
  exec 7>"$nk_proof/scratch/$nk_name"
  cd "$nk_notes/nights.d" || exit
  nk_emit step name pack
  nk_pack nk_night_members
  exec 7>&-
  # The symlink leads to a place, not to a night.
  nk_must_enter "$nk_taken_run" "$nk_root"
  [ "$nk_base/$nk_index$nk_root" = "$(readlink "$nk_notes/nights.d/$nk_label")" ] ||
    nk_fail conflict 'the nights moved while this one was packed; try again'
  nk_judge_pack
}

nk_compare_night() {
  nk_emit step name compare
  nk_must_enter "$nk_taken_run" "$nk_root"
  nk_compare . "$nk_scratch/$nk_label" -H "$nk_hidden" "$nk_hidden_links" --from0 --files-from="$nk_list"
  nk_must_stay "$nk_taken_run" "$nk_root"
  [ ! -s "$nk_errors" ] || nk_fail_of_tool rsync 23
  nk_count_files "$nk_scratch"
}

nk_note_rehearsal() {
  nk_wrong=$(wc -l <"$nk_notes/differs" | tr -d ' ')
  nk_size=$(wc -c <"$nk_proof/scratch/$nk_name" | tr -d ' ')
  nk_format rehearsed customer "$nk_customer" at "$nk_moment" run "$nk_taken_run" date "$nk_date" root "$nk_root" \
    files "$nk_files" bytes "$nk_size" wrong "$nk_wrong" part "$nk_part"
  nk_rehearsal=$nk_line
  { [ ! -e "$nk_proof/rehearsed" ] || tail -n $nk_most_noted "$nk_proof/rehearsed"; } >"$nk_notes/rehearsed"
  printf '%s\n' "$nk_rehearsal" >>"$nk_notes/rehearsed"
  { cp "$nk_notes/rehearsed" "$nk_proof/rehearsed.new" && mv "$nk_proof/rehearsed.new" "$nk_proof/rehearsed"; } 2>/dev/null ||
    nk_fail_to_write "$nk_proof"
  nk_tell_differs $nk_most_told
  printf '%s\n' "$nk_rehearsal"
}

nk_moment='' nk_customer='' nk_most_kib=1048576 nk_taken_run=
nk_probe_rsync
nk_read_input
nk_end_of_night
[ -n "$nk_taken_run" ] || nk_fail nothing-selected "the night has nothing of $nk_customer"
nk_pack_night
nk_emit step name unpack
nk_errors=$nk_notes/errors
nk_unpack "$nk_proof/scratch/$nk_name" || nk_fail_of_tool "$nk_tar" 1
nk_compare_night
nk_note_rehearsal
