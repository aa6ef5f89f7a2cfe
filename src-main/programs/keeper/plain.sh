# shellcheck shell=sh
# Plain entries (see shared/attributes.sh). Where an entry is plain in every night there is, and in what is compared
# with, and the host sees now that it is plain there, no comparison can find a difference in ACLs and extended
# attributes: rsync is not asked for them, so none can come with what is sent, and the night is plain again. Where the
# host sees it and the nights do not tell yet, what was received is looked at.

# nk_list_plain: the entries that are plain in all nights into `plain`, an event line each.
nk_list_plain() {
  nk_sees_plain=
  : >"$nk_scratch/plain"
  # What is made here must not get any by itself, from a default ACL or as a label.
  (cd "$nk_scratch" && nk_is_plain ./plain-errors) || return 0
  nk_sees_plain=yes
  # What a dead run left is linked against, or gone on with, and stands in no record.
  for nk_partial in .nightkeep/partial/*; do
    [ ! -d "$nk_partial" ] || return 0
  done
  [ ! -e "$nk_scratch/resumed" ] || return 0
  set --
  if [ -n "$nk_based" ]; then
    [ -f "$nk_scratch/base-record" ] || return 0
    set -- "$nk_scratch/base-record"
  fi
  nk_list_nights
  for nk_index in $nk_nights_there; do
    [ -f "./$nk_index/.nightkeep-record" ] || return 0
    set -- "$@" "./$nk_index/.nightkeep-record"
  done
  [ $# -gt 0 ] || return 0
  awk -F "$nk_tab" -v nights=$# '
    $1 == "entry" && /\tplain=yes$/ { plain[$2]++ }
    END { for (path in plain) if (plain[path] == nights) print "plain\t" path }' "$@" >"$nk_scratch/plain" || : >"$nk_scratch/plain"
}

# nk_judge_plain: whether the entry that is taken is plain, into $nk_plain, which says so far what the host saw.
nk_judge_plain() {
  nk_seen=$nk_plain nk_plain=
  case $nk_state in
    good | collapsed)
      [ "$nk_seen$nk_kind$nk_sees_plain" = yesdirectoryyes ] || return 0
      nk_encode "$nk_path"
      if grep -qxF -e "plain${nk_tab}path=$nk_encoded" "$nk_scratch/plain" ||
        (cd .nightkeep/incoming && nk_descend "$nk_path" && nk_is_plain "$nk_top/$nk_scratch/plain-errors"); then
        nk_plain=yes
      fi
      ;;
    *) [ -z "$nk_same_as" ] || nk_plain=$nk_before_plain ;;
  esac
}

# nk_look_at_folders: the folders of the entries themselves come last, with those on the way to them, and with all that
# they have. Should one of them have got something meanwhile, no entry of this night is called plain.
nk_look_at_folders() {
  awk -F "$nk_tab" '/\tplain=yes$/ { print substr($2, 6) }' "$nk_scratch/entries" >"$nk_scratch/plain-folders"
  [ -s "$nk_scratch/plain-folders" ] || return 0
  while IFS= read -r nk_listed; do
    nk_decode "$nk_listed"
    printf './%s\000' "$nk_decoded"
  done <"$nk_scratch/plain-folders" >"$nk_scratch/plain-names"
  nk_plain_end=$(cd .nightkeep/incoming && xargs -0 getfattr -h -m - -- <"$nk_top/$nk_scratch/plain-names" 2>/dev/null && echo done)
  [ "$nk_plain_end" != 'done' ] || return 0
  sed "s/${nk_tab}plain=yes\$//" "$nk_scratch/entries" >"$nk_scratch/entries.new" && mv "$nk_scratch/entries.new" "$nk_scratch/entries" ||
    nk_cannot program-failed 'the record could not be written'
}
