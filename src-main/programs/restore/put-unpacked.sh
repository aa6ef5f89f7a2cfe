# shellcheck shell=sh
# A tarball that was received and verified is unpacked, compared with itself, and put into the customer's root as one new
# folder.
#
# Nothing is written in the root, where root in the jail could put a symlink in the place of any folder meanwhile: it is
# unpacked in the stage, outside of it, and gets in by one rename(2), which replaces nothing but the empty folder that was
# made for it, and follows no symlink. From then on it stays: a process of the jail whose folder is moved out of the
# jail's root is out of the jail, too.

# nk_probe_unpacking: the end, where nothing can be unpacked on this machine.
nk_probe_unpacking() {
  if [ "$nk_inside" = yes ]; then
    nk_fail unsafe-path "$nk_root is a file system of its own on the host: nothing can be unpacked on it out of the customer's reach; deliver the tarball instead" path "$nk_root"
  fi
  nk_probe_tar
  nk_errors=$nk_notes/errors
  nk_tar_quiet=
  # Dates that lie far away, and words of another tar that this one does not need, are no fault.
  [ "$nk_tar_kind" = bsd ] || nk_tar_quiet='--warning=no-timestamp --warning=no-unknown-keyword --quoting-style=escape'
  # Elsewhere than on Linux a mv copies where the customer mounted something on that very name. So nobody can foresee it.
  [ "$(uname -s)" = Linux ] || nk_name_ending=-$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')
}
nk_name_ending=

# nk_unpack_beside: into $nk_unpacked, for the customer's root alone.
nk_unpack_beside() {
  nk_probe_squeezer "$nk_ending"
  nk_check_space "$(nk_expand <"$nk_file" | wc -c | tr -d ' ')" 'what is in the tarball'
  nk_unpacked=$nk_stage/unpacked
  mkdir -m 700 "$nk_unpacked" || nk_fail program-failed "no folder can be made in $nk_stage"
  # Words are meant to be split, and stars to stay: this is the customer's folder.
  set -f
  # shellcheck disable=SC2086
  nk_read_tarball "$nk_unpacked" $nk_tar_extras $nk_tar_quiet --numeric-owner -xpf - 2>"$nk_errors"
  set +f
  if [ "$nk_awaited" != 0 ] || [ -s "$nk_errors" ]; then nk_fail_unpacked 'can not be unpacked as it is'; fi
  nk_compare_unpacked
  if [ -s "$nk_errors" ]; then nk_fail_unpacked 'is not what came out of it'; fi
}

# nk_read_tarball DIR WORDS: tar with these words, in DIR. It can be ended, as all that is waited for by nk_await.
nk_read_tarball() {
  rm -f "$nk_notes/expanded.pipe"
  mkfifo "$nk_notes/expanded.pipe" || nk_fail program-failed "no pipe can be made in $nk_notes"
  nk_expand <"$nk_file" >"$nk_notes/expanded.pipe" &
  nk_expander=$!
  nk_run_tar "$@" <"$nk_notes/expanded.pipe"
  # A tar may be done with it before all of it was said.
  wait $nk_expander
  nk_expander=
}
nk_expander=

nk_run_tar() {
  exec 8<&0
  (
    cd "$1" && shift && exec "$nk_tar" "$@" <&8
  ) &
  exec 8<&-
  nk_await $!
}

# nk_fail_unpacked WHAT: by what was said in $nk_errors.
nk_fail_unpacked() {
  nk_tar_said=$(head -n 3 "$nk_errors")
  case $nk_tar_said in
    *'No space left'* | *'uota exceeded'*) nk_fail no-space "$nk_root became full while the tarball was unpacked" ;;
  esac
  nk_fail conflict "the tarball $1 on this host, and nothing was left there; deliver the tarball instead: $nk_tar_said"
}

# nk_compare_unpacked: says in $nk_errors what differs from the tarball, in bytes, modes, owners, times, links.
nk_compare_unpacked() {
  if [ "$nk_tar_kind" = gnu ]; then
    # shellcheck disable=SC2086 # words to be split
    nk_read_tarball "$nk_unpacked" $nk_tar_quiet --numeric-owner --compare -f - >"$nk_errors" 2>&1
  else
    nk_mtree='--options=mtree:!all,type,mode,uid,gid,size,time,link,device,sha256,nlink'
    {
      nk_read_tarball / -cf - --format=mtree "$nk_mtree" @- >"$nk_notes/packed"
      [ "$nk_awaited" != 0 ] || nk_run_tar "$nk_unpacked" -cf - --format=mtree "$nk_mtree" . >"$nk_notes/found" </dev/null
      [ "$nk_awaited" != 0 ] || awk "$nk_awk_unpacked" "$nk_notes/found" "$nk_notes/packed"
    } >"$nk_errors" 2>&1
  fi
  [ "$nk_awaited" = 0 ] || printf '%s ended with exit code %s\n' "$nk_tar" "$nk_awaited" >>"$nk_errors"
}

# A further name of a file has no checksum in the tarball's list, and passes for a file there, whatever it is: it has to be
# a link.
# shellcheck disable=SC2016 # for awk
nk_awk_unpacked='
  /^#/ || /^$/ { next }
  {
    name = $1; kind = content = facts = ""; links = 0
    for (i = 2; i <= NF; i++) {
      if ($i ~ /^nlink=/) links = substr($i, 7) + 0
      else if ($i ~ /^(size|sha256digest)=/) content = content " " $i
      else if ($i ~ /^(type|link|device)=/) kind = kind " " $i
      else facts = facts " " $i
    }
  }
  FILENAME ~ /found$/ { there[name] = facts; other[name] = kind content; several[name] = links > 1; next }
  !(name in there) { print name ": missing"; next }
  there[name] != facts { print name ": differs:" facts " became" there[name] }
  kind == " type=file" && content !~ /sha256/ ? !several[name] : other[name] != kind content {
    print name ": contents differ:" kind content " became" other[name]
  }'

# nk_publish_unpacked: under the first name that is free, into $nk_final.
nk_publish_unpacked() {
  nk_inode_of "$nk_unpacked"
  nk_folder_inode=$nk_inode
  nk_folder_number=1
  while [ "$nk_folder_number" -lt 1000 ]; do
    nk_numbered "$nk_folder_number"
    if mkdir "./$nk_final" 2>/dev/null; then
      nk_made=$nk_final
      mv "$nk_unpacked" "$nk_stage/$nk_final" || nk_fail program-failed "$nk_stage was meddled with"
      nk_unpacked=$nk_stage/$nk_final
      # It is noted before anything ends this.
      trap '' HUP INT TERM PIPE
      if mv -f "$nk_unpacked" . 2>"$nk_notes/link-said"; then
        nk_made=
        return
      fi
      trap 'exit 1' HUP INT TERM PIPE
      nk_unmake
      nk_folder_refused=$((nk_folder_refused + 1))
      [ "$nk_folder_refused" -lt 100 ] ||
        nk_fail program-failed "the folder can not be put into $nk_root: $(cat "$nk_notes/link-said")"
    fi
    nk_folder_number=$((nk_folder_number + 1))
  done
  nk_fail conflict "a thousand names beginning with $nk_name are taken in $nk_root"
}

# nk_unmake: what was made for the folder is empty, or is not ours any more.
nk_unmake() {
  [ -z "$nk_made" ] || rmdir "./$nk_made" 2>/dev/null
  nk_made=
}
nk_made='' nk_folder_refused=0

nk_verify_unpacked() {
  nk_inode_of "./$nk_final"
  if [ "$nk_inode" != "$nk_folder_inode" ] || [ -L "./$nk_final" ]; then
    nk_fail unsafe-path "$nk_final was replaced in $nk_root as soon as it was there"
  fi
}

nk_put_unpacked() {
  nk_name=$nk_name$nk_name_ending
  nk_unpack_beside
  nk_give_to_customer "$nk_unpacked"
  nk_publish_unpacked
  nk_verify_unpacked
}
