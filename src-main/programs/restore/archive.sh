# shellcheck shell=sh
# Writing an archive, and proving it on the way: while it is written, its bytes are hashed, and unpacked as far as to
# see that it has each member that was named.

# nk_archive: the members that are named on stdin, each with a NUL at its end, as an archive; each is told on stderr. The
# folder of a night may be named `LABEL/.` where a symlink of that name leads to it.
nk_archive() (
  # Words are meant to be split, and stars to stay.
  set -f
  # shellcheck disable=SC2086
  case $nk_tar_kind in
    gnu)
      "$nk_tar" --format=pax --pax-option=delete=atime,delete=ctime --numeric-owner --sparse $nk_tar_extras \
        --transform='flags=rhS;s,^\([^/]*\)/\./*$,\1/,' --quoting-style=escape --no-recursion --null -T - -cvf -
      ;;
    bsd) "$nk_tar" --format pax --numeric-owner -n -s ',^\([^/]*\)/\./*$,\1/,rhS' --null -T - -cvf - ;;
  esac
)

nk_squeeze() {
  case $nk_squeezer in
    zstd) zstd -q -3 ;;
    *) "$nk_squeezer" -n -3 ;;
  esac
}

# nk_watch: progress now and then; what is no member goes to the warnings. A label begins every member.
nk_watch() {
  awk -v warnings="$nk_notes/warnings" -v kind="$nk_tar_kind" '
    kind == "bsd" ? !/^a / : /^[^ ]*tar: / { print >warnings; next }
    { all++ }
    all % 500 == 0 { printf "progress\tdone=%.0f\n", all; fflush() }
  '
}

# nk_judge_tar STATUS: one warning is none. Linking a file while it is read, or deleting an old night that shared it,
# changes its count of links, which tar takes for a change of the file.
nk_judge_tar() {
  [ "$1" != 0 ] || return 0
  grep -v -e 'file changed as we read it' -e 'Exiting with failure status' "$nk_notes/warnings" >"$nk_errors"
  if [ "$1" = 1 ] && [ ! -s "$nk_errors" ] && [ -s "$nk_notes/warnings" ]; then return 0; fi
  nk_fail_of_tool "$nk_tar" "$1"
}

# nk_prove: three readers, each of its own pipe: the number of members named, the checksum, the number of members that
# can be read again. They end with what they read, or are ended by nk_end_proof.
nk_prove() {
  rm -f "$nk_notes/named" "$nk_notes/sum" "$nk_notes/read"
  mkfifo "$nk_notes/named.pipe" "$nk_notes/sum.pipe" "$nk_notes/read.pipe" ||
    nk_fail program-failed "no pipes can be made in $nk_notes"
  { tr -cd '\000' | wc -c | tr -d ' ' >"$nk_notes/named"; } <"$nk_notes/named.pipe" &
  nk_provers=$!
  { nk_sha256 && printf '%s\n' "$nk_sum" >"$nk_notes/sum"; } <"$nk_notes/sum.pipe" &
  nk_provers="$nk_provers $!"
  {
    {
      nk_expand 2>"$nk_notes/read-errors"
      echo "$?" >"$nk_notes/expanded"
    } | {
      "$nk_tar" -tf - 2>>"$nk_notes/read-errors"
      echo "$?" >"$nk_notes/listed"
    } | wc -l | tr -d ' ' >"$nk_notes/read"
  } <"$nk_notes/read.pipe" &
  nk_provers="$nk_provers $!"
}
nk_provers='' nk_packer=''

nk_end_proof() {
  # shellcheck disable=SC2086 # numbers, to be split
  [ -z "$nk_provers$nk_packer" ] || kill $nk_provers $nk_packer 2>/dev/null
  nk_provers='' nk_packer=
}

# nk_pack MEMBERS: packs what the function MEMBERS names, from the current folder, to descriptor 7. How it went,
# nk_judge_pack finds out. nk_probe_tar and nk_probe_squeezer come before.
nk_pack() {
  : >"$nk_notes/warnings"
  nk_prove
  {
    {
      "$1" | tee "$nk_notes/named.pipe" | {
        nk_archive 2>&4
        echo "$?" >"$nk_notes/tar"
      } | {
        nk_squeeze 2>"$nk_notes/squeeze-errors"
        echo "$?" >"$nk_notes/squeezed"
      } | {
        tee "$nk_notes/sum.pipe" "$nk_notes/read.pipe" >&7 2>"$nk_notes/errors"
        echo "$?" >"$nk_notes/written"
      }
    } 4>&1 | nk_watch
  } </dev/null &
  # Not a pipe that it waits for itself: a shell hears of a signal while it waits for what is in the background.
  nk_packer=$!
  wait $nk_packer
  nk_packer=
  # shellcheck disable=SC2086 # numbers, to be split
  if [ "$(cat "$nk_notes/written")" = 0 ]; then wait $nk_provers; else nk_end_proof; fi
  nk_provers=
  rm -f "$nk_notes/named.pipe" "$nk_notes/sum.pipe" "$nk_notes/read.pipe"
}

# nk_judge_pack: the end, unless all went well.
nk_judge_pack() {
  nk_errors=$nk_notes/errors
  nk_status=$(cat "$nk_notes/written")
  [ "$nk_status" = 0 ] || nk_fail_of_tool tee "$nk_status"
  nk_judge_tar "$(cat "$nk_notes/tar")"
  nk_status=$(cat "$nk_notes/squeezed")
  nk_errors=$nk_notes/squeeze-errors
  [ "$nk_status" = 0 ] || nk_fail_of_tool "$nk_squeezer" "$nk_status"
  nk_judge_proof
}

# nk_judge_proof: the checksum and the number of members into $nk_sum and $nk_entries.
nk_judge_proof() {
  nk_sum=$(cat "$nk_notes/sum" 2>/dev/null)
  [ -n "$nk_sum" ] || nk_fail program-failed 'the checksum could not be computed'
  [ "$(cat "$nk_notes/expanded")$(cat "$nk_notes/listed")" = 00 ] ||
    nk_fail program-failed "the tarball can not be read again: $(tail -n 1 "$nk_notes/read-errors")"
  nk_entries=$(cat "$nk_notes/read")
  nk_named=$(cat "$nk_notes/named")
  [ "$nk_entries" = "$nk_named" ] || nk_fail program-failed "the tarball has $nk_entries members, and $nk_named were named"
}
