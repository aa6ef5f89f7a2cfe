# shellcheck shell=sh
# Receiving a tarball on a host: what comes is written and hashed at the same time.

# nk_begin_sum, nk_write_and_sum, nk_end_sum: stdin to descriptor 3, hashed on its way; the checksum into $nk_sum.
nk_begin_sum() {
  mkfifo "$nk_notes/sum.pipe" || nk_fail program-failed "no pipe can be made in $nk_notes"
  { nk_sha256 && printf '%s\n' "$nk_sum" >"$nk_notes/sum"; } <"$nk_notes/sum.pipe" &
  nk_summer=$!
}
nk_summer=

nk_write_and_sum() {
  tee "$nk_notes/sum.pipe" >&3 2>"$nk_notes/write-said"
  echo "$?" >"$nk_notes/write"
}

# nk_await PID: until it has ended, or somebody wants an end to it all: a shell hears of that while it waits, and not
# while one of its pipes is at work, which may be waiting for a process that has been ended already. Its exit code into
# $nk_awaited.
nk_await() {
  nk_worker=$1
  wait "$nk_worker"
  nk_awaited=$?
  nk_worker=
}
nk_worker=

nk_end_sum() {
  if [ "$(cat "$nk_notes/write")" != 0 ]; then
    nk_write_said=$(cat "$nk_notes/write-said")
    case $nk_write_said in
      *'No space left'* | *'uota exceeded'*) nk_fail no-space "$nk_root became full while the tarball was copied" ;;
    esac
    nk_fail program-failed "the tarball can not be written into $nk_root: $nk_write_said"
  fi
  wait "$nk_summer"
  nk_summer=
  nk_sum=$(cat "$nk_notes/sum")
}
