# shellcheck shell=sh
# The tar and the compressor of this machine.

# nk_probe_tar: GNU tar and bsdtar write pax archives; others can't keep long names, large numbers and any byte. Into
# $nk_tar and $nk_tar_kind; into $nk_tar_extras the words with which it keeps ACLs and extended attributes.
nk_probe_tar() {
  nk_tar_extras=
  for nk_tar in gtar tar bsdtar; do
    case $("$nk_tar" --version 2>/dev/null) in
      *'GNU tar'*) nk_tar_kind=gnu ;;
      *bsdtar*) nk_tar_kind=bsd ;;
      *) continue ;;
    esac
    [ "$nk_tar_kind" = bsd ] || for nk_extra in --acls --xattrs --xattrs-include='*'; do
      if "$nk_tar" "$nk_extra" -cf /dev/null -T /dev/null 2>/dev/null; then nk_tar_extras="$nk_tar_extras $nk_extra"; fi
    done
    return
  done
  nk_fail missing-tool "neither GNU tar nor bsdtar is installed on $(uname -n)"
}

# nk_probe_squeezer NAME: what compresses a tarball of that name, into $nk_squeezer. A low level: it takes half the time
# of the usual one, for a tenth of the size.
nk_probe_squeezer() {
  case $1 in
    *.zst) nk_squeezer=zstd ;;
    *) if command -v pigz >/dev/null 2>&1; then nk_squeezer=pigz; else nk_squeezer=gzip; fi ;;
  esac
  command -v "$nk_squeezer" >/dev/null 2>&1 || nk_fail missing-tool "$nk_squeezer is not installed on $(uname -n)"
}

nk_expand() { "$nk_squeezer" -dc; }
