# shellcheck shell=sh
# `verb links`: keeps what was not joined by hard links in the source from being joined in the night. Where two names
# were one file in the night before and are two equal files now, linking each to its old inode joins them again. So a
# night keeps the list of its joined names (`.nightkeep-links`), and after an entry was received the names that were
# joined then and are not now are taken out again, to be sent once more without anything to link against.
#
# On stdin: a line `NAME// => OTHER` for each of tonight's joined names, as rsync prints them; no name has two slashes.
# Answer: `resend name=` for each name, in the same form, then `done`.

# nk_links_section FILE: of a list of a night's joined names, those of the entry, without their `=`. Fails where the
# list does not speak of the entry.
nk_links_section() {
  nk_encode "$nk_entry"
  nk_header="entry${nk_tab}path=$nk_encoded" awk '
    /^entry\t/ { here = ($0 == ENVIRON["nk_header"]); if (here) found = 1; next }
    here { print substr($0, 2) }
    END { exit !found }' "$1" 2>/dev/null
}

# nk_joined_names DIR: the joined names in a tree, as rsync prints them.
nk_joined_names() {
  mkdir -p .nightkeep/lock/empty
  rsync -naH -ii -8 --out-format='@%i|%n//%L' "$1/" .nightkeep/lock/empty/ >.nightkeep/lock/links-listed || return 1
  awk '/^@h.*\/\/ => / { print substr($0, 14) }' .nightkeep/lock/links-listed
}

# nk_links_before: into lock/links-before the names that may be joined in what was received because they once were.
nk_links_before() {
  nk_known=1
  [ ! -e .nightkeep/lock/resumed ] || nk_known=
  for nk_partial in .nightkeep/partial/*; do
    if [ -e "$nk_partial$nk_entry" ]; then nk_known=; fi
  done
  nk_also_night "$nk_entry"
  [ -z "$nk_also" ] || nk_known=
  if [ -e "./0$nk_entry" ]; then
    nk_links_section ./0/.nightkeep-links >.nightkeep/lock/links-before || nk_known=
  else
    : >.nightkeep/lock/links-before
  fi
  if nk_changes_of "$nk_entry"; then
    nk_links_section .nightkeep/lock/base-links >>.nightkeep/lock/links-before || nk_known=
  fi
  # Where no list tells, the night itself does, at the price of a look at each of its files.
  [ -n "$nk_known" ] || nk_joined_names "$nk_top/.nightkeep/incoming$nk_entry" >.nightkeep/lock/links-before ||
    nk_fail program-failed "the joined names of $nk_entry could not be listed"
}

# nk_pairs_to_check: pairs that were joined and are not so tonight, as two lines each.
nk_pairs_to_check() {
  awk "$nk_link_groups"'
    { split_pair($0) }
    FILENAME ~ /links-now$/ { join(now, one, other); next }
    root(now, one) != root(now, other) { print one; print other }' .nightkeep/lock/links-now .nightkeep/lock/links-before
}

# nk_names_to_resend: of the pairs in lock/links-joined, which are joined though they should not be, all names that
# were or are joined with one of them.
nk_names_to_resend() {
  awk "$nk_link_groups"'
    FILENAME ~ /links-joined$/ {
      if (++odd % 2) first = $0
      else { doubted[first] = 1; join(then, first, $0) }
      next
    }
    { split_pair($0) }
    FILENAME ~ /links-before$/ { join(then, one, other); next }
    { join(now, one, other) }
    END {
      for (name in doubted) apart[root(then, name)] = 1
      for (name in then) if (root(then, name) in apart) again[root(now, name)] = 1
      for (name in now) if (root(now, name) in again) print name
    }' .nightkeep/lock/links-joined .nightkeep/lock/links-before .nightkeep/lock/links-now
}

# nk_same_inode A B: true where two names are one file.
nk_same_inode() {
  if [ ! -h "./$1" ] && [ ! -h "./$2" ]; then
    # shellcheck disable=SC3013 # not in POSIX, but in each of the shells
    [ "./$1" -ef "./$2" ]
    return
  fi
  # -ef would follow symlinks.
  nk_inode_a=$(ls -di "./$1") && nk_inode_b=$(ls -di "./$2") || return 1
  [ "${nk_inode_a%% ./*}" = "${nk_inode_b%% ./*}" ]
}

# nk_write_links_section: adds tonight's list of the entry to the night's.
nk_write_links_section() {
  nk_format entry path "$nk_entry"
  {
    printf '%s\n' "$nk_line"
    sed 's/^/=/' .nightkeep/lock/links-now
  } >>.nightkeep/incoming/.nightkeep-links
}

nk_links() {
  nk_is_whole_path "$nk_entry" || nk_fail bad-input 'the entry is not a full path'
  nk_enter_backupdir "$nk_backupdir"
  nk_sign_in || nk_cannot conflict "$nk_why"
  (cd .nightkeep/incoming && nk_descend "$nk_entry") || nk_fail unsafe-path "$nk_entry is not what was received"
  nk_encode "$nk_entry"
  rm -f .nightkeep/lock/links-resend
  { printf '%s\n' "$nk_encoded" >.nightkeep/lock/links-of && cat >.nightkeep/lock/links-now; } 2>/dev/null ||
    nk_cannot program-failed "the joined names of $nk_entry could not be noted"
  nk_links_before
  nk_write_links_section || nk_cannot program-failed "the joined names of $nk_entry could not be noted"
  nk_pairs_to_check >.nightkeep/lock/links-doubtful || nk_cannot program-failed "the joined names of $nk_entry could not be compared"
  [ -s .nightkeep/lock/links-doubtful ] || return 0
  (
    if ! cd .nightkeep/incoming || ! nk_descend "$nk_entry"; then exit 0; fi
    while IFS= read -r nk_one && IFS= read -r nk_other; do
      nk_unescape "$nk_one"
      nk_one_raw=$nk_raw
      nk_unescape "$nk_other"
      if nk_same_inode "$nk_one_raw" "$nk_raw"; then printf '%s\n%s\n' "$nk_one" "$nk_other" || exit 3; fi
    done
  ) <.nightkeep/lock/links-doubtful >.nightkeep/lock/links-joined ||
    nk_cannot program-failed "the joined names of $nk_entry could not be compared"
  [ -s .nightkeep/lock/links-joined ] || return 0
  nk_names_to_resend >.nightkeep/lock/links-resend || nk_cannot program-failed "the joined names of $nk_entry could not be compared"
  if ! cd .nightkeep/incoming || ! nk_descend "$nk_entry"; then nk_fail unsafe-path "$nk_entry is not what was received"; fi
  while IFS= read -r nk_name; do
    nk_unescape "$nk_name"
    (
      case $nk_raw in */*) nk_descend "${nk_raw%/*}" || exit 0 ;; esac
      # The folder keeps its time; what comes again keeps it too (see arrivals.sh).
      touch -r . "$nk_top/$nk_scratch/time"
      rm -f "./${nk_raw##*/}"
      touch -r "$nk_top/$nk_scratch/time" .
    )
    nk_emit resend name "$nk_name"
  done <"$nk_top/.nightkeep/lock/links-resend"
  cd "$nk_top" || exit 1
  if nk_changes_of "$nk_entry"; then cat .nightkeep/lock/links-resend >>"$nk_changes"; fi
}
