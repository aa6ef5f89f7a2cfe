# shellcheck shell=sh
# nk_sha256: the SHA-256 of stdin, hex, into $nk_sum, by whatever the machine has for it.
nk_sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    nk_sum=$(sha256sum)
  elif command -v sha256 >/dev/null 2>&1; then
    nk_sum=$(sha256)
  elif command -v shasum >/dev/null 2>&1; then
    nk_sum=$(shasum -a 256)
  elif command -v openssl >/dev/null 2>&1; then
    nk_sum=$(openssl dgst -sha256 -r)
  else
    nk_fail missing-tool 'none of sha256sum, sha256, shasum and openssl is installed'
  fi
  nk_sum=${nk_sum%% *}
  case $nk_sum in
    *[!0-9a-f]* | '') nk_fail program-failed 'the checksum could not be computed' ;;
  esac
}
