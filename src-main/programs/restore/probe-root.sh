# shellcheck shell=sh
# Tells what a tarball would find in a customer's root on this host: the room there, the name it would get by each
# ending, or unpacked, whether it can be unpacked there at all, whether the customer can unpack zstd, and whether this host
# can take it while it is being packed; and of places that are named, what is there.
nk_input() {
  case $1 in
    root) nk_root=$2 ;;
    name) nk_name=$2 ;;
    place) nk_want_place "$2" ;;
  esac
}

# nk_tell_place: what would be put there, and what stands in the way.
nk_tell_place() {
  nk_look_at_place
  nk_go_back
  nk_emit place path "$nk_place_path" state "$nk_place_state" aside "${nk_aside:+${nk_place_way#/}${nk_place_way:+/}$nk_aside}" \
    earlier "${nk_earlier:+${nk_place_way#/}${nk_place_way:+/}$nk_earlier}" problem "${nk_obstacle#* }"
}

nk_read_input
nk_enter_root
nk_free .
nk_first_free() {
  nk_number=1
  nk_numbered 1
  while nk_taken "$nk_final" && [ "$nk_number" -lt 1000 ]; do
    nk_number=$((nk_number + 1))
    nk_numbered "$nk_number"
  done
}

# nk_reads_zstd: whether the tool lies there; nothing of a customer's is ever run.
nk_reads_zstd() { [ -f usr/bin/zstd ] || [ -f usr/local/bin/zstd ]; }

nk_zstd=no nk_frames=no nk_beside=no nk_renames=no
if nk_reads_zstd; then nk_zstd=yes; fi
if nk_probe_frames; then nk_frames=yes; fi
if nk_probe_beside; then nk_beside=yes; fi
if nk_probe_rename; then nk_renames=yes; fi
nk_as=folder
nk_first_free
nk_folder=$nk_final
nk_as=tarball
nk_ending=tar.zst
nk_first_free
nk_zstd_name=$nk_final
nk_ending=tar.gz
nk_first_free
nk_emit root free "$nk_free_bytes" name "$nk_final" zstdName "$nk_zstd_name" zstd "$nk_zstd" frames "$nk_frames" \
  folder "$nk_folder" beside "$nk_beside" renames "$nk_renames" os "$(uname -s)"
nk_root_device=$(nk_device_of .)
nk_each_place nk_tell_place
