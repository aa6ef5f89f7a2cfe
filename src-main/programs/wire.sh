# shellcheck shell=sh
# What every program begins with: reading its input, and saying what happens, one event a line.
#
# In:  lines `key value`, ended by a line `.`; what follows on stdin is the program's own.
# Out: lines `event<TAB>key=value<TAB>...`.
# A value may hold any byte but NUL: backslash, newline and tab stand as \\, \n and \t, all others as themselves.
LC_ALL=C
export LC_ALL
umask 077
nk_tab='	'
nk_newline='
'

# nk_long TEXT: to stdout, with a newline. To a shell whose printf is a program of its own, it may be more than an argument
# can be.
nk_long() {
  cat <<nk_end
$1
nk_end
}

# nk_is_encoded VALUE: true where each backslash of it begins one of the three.
nk_is_encoded() {
  # A shell takes the square of a long text's length for it.
  if [ ${#1} -gt 4096 ]; then
    case $(nk_long "$1" | sed 's/\\[\\nt]//g') in *\\*) return 1 ;; *) return 0 ;; esac
  fi
  nk_rest=$1
  while :; do
    case $nk_rest in
      *\\*) nk_rest=${nk_rest#*\\} ;;
      *) return 0 ;;
    esac
    case $nk_rest in
      [\\nt]*) nk_rest=${nk_rest#?} ;;
      *) return 1 ;;
    esac
  done
}

# nk_decode VALUE: the value into $nk_decoded. What was not encoded so stays as it is.
nk_decode() {
  nk_decoded=$1
  case $1 in *\\*) ! nk_is_encoded "$1" || nk_decode_known "$1" ;; esac
}

# nk_decode_known VALUE: one that is known to be encoded, into $nk_decoded.
nk_decode_known() {
  nk_decoded=$1
  case $1 in
    *\\*)
      if [ ${#1} -gt 65536 ]; then
        nk_decoded=$(nk_long "$1" | awk '{
          count = split($0, part, /\\\\/)
          for (at = 1; at <= count; at++) {
            gsub(/\\n/, "\n", part[at]); gsub(/\\t/, "\t", part[at])
            printf "%s", (at > 1 ? "\\" : "") part[at]
          }
          print "."
        }')
      else
        nk_decoded=$(printf '%b.' "$1")
      fi
      nk_decoded=${nk_decoded%.}
      ;;
  esac
}

# nk_replace TEXT FROM TO: into $nk_replaced. No fork, since a night may name many paths.
nk_replace() {
  nk_rest=$1
  nk_replaced=
  while :; do
    case $nk_rest in
      *"$2"*)
        nk_replaced=$nk_replaced${nk_rest%%"$2"*}$3
        nk_rest=${nk_rest#*"$2"}
        ;;
      *) break ;;
    esac
  done
  nk_replaced=$nk_replaced$nk_rest
}

# nk_encode VALUE: into $nk_encoded.
nk_encode() {
  nk_encoded=$1
  case $1 in *\\*)
    nk_replace "$nk_encoded" '\' '\\'
    nk_encoded=$nk_replaced
    ;;
  esac
  case $1 in *"$nk_newline"*)
    nk_replace "$nk_encoded" "$nk_newline" '\n'
    nk_encoded=$nk_replaced
    ;;
  esac
  case $1 in *"$nk_tab"*)
    nk_replace "$nk_encoded" "$nk_tab" '\t'
    nk_encoded=$nk_replaced
    ;;
  esac
}

# nk_format EVENT KEY VALUE [KEY VALUE ...]: the line into $nk_line.
nk_format() {
  nk_line=$1
  shift
  while [ $# -ge 2 ]; do
    nk_encode "$2"
    nk_line=$nk_line$nk_tab$1=$nk_encoded
    shift 2
  done
}

# nk_emit EVENT KEY VALUE ...: says it on stdout, in one write.
nk_emit() {
  nk_format "$@"
  printf '%s\n' "$nk_line"
}

# nk_fail CODE MESSAGE [KEY VALUE ...]: the error event and the end. Codes are those of contract/errors.ts.
nk_fail() {
  nk_code=$1
  nk_message=$2
  shift 2
  nk_emit error code "$nk_code" message "$nk_message" "$@"
  exit 1
}

# nk_read_input: calls `nk_input KEY VALUE` for each line, up to the line `.`.
nk_read_input() {
  while IFS= read -r nk_input_line; do
    [ "$nk_input_line" = . ] && return 0
    nk_is_encoded "$nk_input_line" || nk_fail bad-input 'a line of the input is not encoded as one'
    nk_decode_known "${nk_input_line#* }"
    nk_input "${nk_input_line%% *}" "$nk_decoded"
  done
  nk_fail program-failed 'the input ended early: the connection broke'
}
