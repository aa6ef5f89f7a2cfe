# shellcheck shell=sh
# Names in awk. Where lists of names cross from one program to another, they are the names' bytes, each ended by NUL,
# relative to the folder that they are in. rsync tells names a line each (see escaped.sh).

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
