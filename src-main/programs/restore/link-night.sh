# shellcheck shell=sh
# Holding a night: its selected paths as hard links, by whole folders. The working directory is the customer's root in
# that night, and what is linked is named from there, so that a rotation meanwhile changes nothing. The tree is reached
# by a short name: a path may be as long on the host as a system allows, and has to stay so here.

# nk_link_night: what $nk_list names, below $nk_work/tree/$nk_label, which is there.
nk_link_night() {
  rm -f "$nk_notes/t"
  ln -s "$nk_work/tree/$nk_label" "$nk_notes/t" || nk_fail program-failed "no link can be made in $nk_notes"
  if nk_is_subvolume "$nk_base/$nk_index"; then
    nk_share_night
    nk_link_by_rsync "--link-dest=$nk_work/same" "--link-dest=$nk_work/shared" ||
      nk_fail_of_tool rsync "$nk_status"
    nk_unshare_night
    return
  fi
  nk_link_by_cp || nk_link_by_rsync "--link-dest=$nk_base/$nk_index$nk_root" || nk_copy_unlinked
  [ -n "$nk_root" ] || rm -f "$nk_notes/t/.nightkeep-record" "$nk_notes/t/.nightkeep-links"
}

# nk_link_by_cp: fails where something could not be linked, and where this cp leaves out a part of the attributes of
# folders, as all but GNU's do; then there is less for rsync to do.
nk_link_by_cp() {
  if [ "$nk_cp" = gnu ]; then
    xargs -0 cp -al --parents -t "$nk_notes/t" -- <"$nk_list" 2>"$nk_errors" && nk_link_parents
    return
  fi
  # shellcheck disable=SC2016 # for the inner shell
  xargs -0 sh -c '
    to=$1
    shift
    for path; do
      way=${path%/*}
      mkdir -p "$to/$way" && if [ -d "$path" ] && [ ! -h "$path" ]; then
        mkdir "$to/$path" 2>/dev/null
        (cd "$path" && cp -al . "$to/$path/")
      else
        cp -al "$path" "$to/$way/"
      fi
    done' sh "$nk_notes/t" <"$nk_list" >/dev/null 2>&1
  return 1
}

# nk_probe_cp: which cp this is, into $nk_cp.
nk_probe_cp() {
  nk_cp=other
  case $(cp --version 2>/dev/null) in *'GNU coreutils'*) nk_cp=gnu ;; esac
}

# nk_link_parents: the attributes of the root, and the ACLs and extended attributes of the folders on the way, which cp
# --parents leaves out. The root is not listed with these: of it, rsync would take all that lies in it.
nk_link_parents() {
  # The window may be none.
  # shellcheck disable=SC2086
  rsync "-dlptgoD$nk_exact" $nk_window --numeric-ids '--exclude=*' ./ "$nk_notes/t/" </dev/null >/dev/null 2>>"$nk_errors" || return 1
  [ -z "$nk_exact" ] || [ ! -s "$nk_parents" ] || nk_rsync_listed -dlptgoD "$nk_parents" 2>>"$nk_errors"
}

# nk_link_by_rsync LINK-DEST ...: file by file. What is there already stays, and folders get all their attributes.
nk_link_by_rsync() {
  nk_rsync_listed -raH "$nk_list" "$@" 2>"$nk_errors"
}

# nk_rsync_listed OPTIONS LIST [MORE ...]: the listed paths from here into the tree; its exit code into $nk_status.
nk_rsync_listed() {
  nk_options=$1$nk_exact
  nk_listed=$2
  shift 2
  # The window may be none.
  # shellcheck disable=SC2086
  rsync "$nk_options" $nk_window --numeric-ids "$nk_hidden" --from0 --files-from="$nk_listed" "$@" \
    ./ "$nk_notes/t/" </dev/null >/dev/null
  nk_status=$?
  [ "$nk_status" = 0 ]
}

# nk_copy_unlinked: a file with more names than the file system keeps links of gets a copy of its own in the hold, which
# has the names that are missing. tar, since it joins them among themselves and not with the others.
nk_copy_unlinked() {
  nk_first=$nk_status
  cp "$nk_errors" "$nk_notes/first-errors"
  nk_names_below . "$nk_list" | sort >"$nk_notes/there" &&
    nk_names_below "$nk_notes/t" "$nk_list" | sort >"$nk_notes/held" &&
    comm -23 "$nk_notes/there" "$nk_notes/held" | tr '\n\000' '\000\n' >"$nk_notes/missing"
  nk_probe_tar
  # shellcheck disable=SC2086 # options are words without blanks
  if [ -s "$nk_notes/missing" ] &&
    "$nk_tar" $nk_tar_extras -cf - --null -T "$nk_notes/missing" 2>/dev/null |
    (cd "$nk_notes/t/" && "$nk_tar" $nk_tar_extras --numeric-owner -xpf -) 2>/dev/null &&
    nk_rsync_listed -ra "$nk_list" 2>"$nk_errors"; then
    return
  fi
  cp "$nk_notes/first-errors" "$nk_errors"
  nk_fail_of_tool rsync "$nk_first"
}

# nk_names_below DIR LIST: all that is no folder, a name a line; a newline in a name is a NUL.
nk_names_below() {
  # shellcheck disable=SC2016 # for the inner shell
  (cd "$1/" && xargs -0 sh -c 'exec find "$@" ! -type d ! -type s -print0' find <"$2") 2>/dev/null | tr '\n\000' '\000\n'
}
