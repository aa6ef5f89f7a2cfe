# shellcheck shell=sh

# nk_sha256 <FILE: the sum in hex, by whichever program there is.
nk_sha256() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum | { read -r nk_hex nk_rest && printf '%s\n' "$nk_hex"; }
  elif command -v sha256 >/dev/null 2>&1; then
    sha256 -q
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 -r | { read -r nk_hex nk_rest && printf '%s\n' "$nk_hex"; }
  else
    return 1
  fi
}
