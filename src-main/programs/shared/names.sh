# shellcheck shell=sh
# Lists of names. Where they cross from one program to another, a list is the names' bytes, each ended by NUL, relative to
# the folder that they are in. rsync tells names a line each (see escaped.sh).

# nk_raw_names LIST: of names as rsync tells them, the bytes, each ended by NUL. Few names need a look at each byte. Fails
# where not all of them could be told.
nk_raw_names() {
  awk -v odd="$1.odd" '/\\#[0-7][0-7][0-7]/ { print > odd; next } { print }' "$1" >"$1.plain" &&
    tr '\n' '\000' <"$1.plain" || return 1
  rm -f "$1.plain"
  [ -f "$1.odd" ] || return 0
  while IFS= read -r nk_name; do
    nk_unescape "$nk_name"
    printf '%s\000' "$nk_raw" || return 1
  done <"$1.odd"
  rm -f "$1.odd"
}

# For awk: `from_wire` gives the bytes of a value as wire.sh writes it, but for newlines, which stand as told; `as_rsync`
# gives it as rsync tells names; `above` is the folder a name is in, empty at the top.
# shellcheck disable=SC2016,SC2034 # awk's own, for other parts
nk_awk_names='
  function from_wire(text, newline,  out, letter) {
    while (match(text, /\\./)) {
      letter = substr(text, RSTART + 1, 1)
      out = out substr(text, 1, RSTART - 1) (letter == "n" ? newline : letter == "t" ? "\t" : "\\")
      text = substr(text, RSTART + 2)
    }
    return out text
  }
  function as_rsync(text,  out, letter) {
    while (match(text, /[\001-\010\012-\037]|\\./)) {
      letter = substr(text, RSTART + 1, 1)
      out = out substr(text, 1, RSTART - 1)
      if (RLENGTH == 1) { out = out octal(substr(text, RSTART, 1)); text = substr(text, RSTART + 1); continue }
      out = out (letter == "n" ? "\\#012" : letter == "t" ? "\t" : "\\")
      text = substr(text, RSTART + 2)
      if (letter == "\\" && text ~ /^#[0-9][0-9][0-9]/) out = out "#134"
    }
    return out text
  }
  function octal(byte,  code) {
    for (code = 1; code < 128; code++) if (sprintf("%c", code) == byte) return sprintf("\\#%03o", code)
  }
  function above(name) { return match(name, /\/[^\/]*$/) ? substr(name, 1, RSTART - 1) : "" }'
