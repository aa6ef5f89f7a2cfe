# shellcheck shell=sh
# A tarball that comes on stdin, in frames, since its end isn't known at its beginning: a line `blocks N` before N blocks
# of 64 KiB, `bytes N` before N bytes, and at last `end BYTES SHA256 NAME ENDING`, of what the server packed, and what it
# is to be called. What comes is hashed on its way to the file.

# nk_probe_frames: true where this dd reads whole blocks from a pipe.
nk_probe_frames() {
  [ "$({ printf a; sleep 0 2>/dev/null; printf b; } | dd bs=2 count=1 iflag=fullblock 2>/dev/null)" = ab ]
}

# nk_frames: the bytes to stdout.
nk_frames() {
  while IFS= read -r nk_frame; do
    nk_frame_size=${nk_frame#* }
    case $nk_frame in
      end\ *)
        printf '%s\n' "$nk_frame_size" >"$nk_notes/end"
        return
        ;;
      *' ' | *' '*[!0-9]* | *' 0'*) return 1 ;;
      blocks\ *) dd bs=65536 count="$nk_frame_size" iflag=fullblock 2>/dev/null || return ;;
      bytes\ *) dd bs="$nk_frame_size" count=1 iflag=fullblock 2>/dev/null || return ;;
      *) return 1 ;;
    esac
  done
}

# nk_take_frames: into descriptor 3; what arrived into $nk_sum, what the end says into $nk_bytes, $nk_expected,
# $nk_name and $nk_ending.
nk_take_frames() {
  nk_begin_sum
  # In the background stdin would be none.
  exec 9<&0
  { nk_frames <&9 | nk_write_and_sum; } &
  nk_await $!
  nk_end_sum
  [ -s "$nk_notes/end" ] || nk_fail program-failed 'the tarball ended early: the connection broke'
  read -r nk_bytes nk_expected nk_name nk_ending <"$nk_notes/end"
}
