# shellcheck shell=sh
# Whose a backupdir is. `.nightkeep/mark` in it says for which host it is kept, since when and on which file system; the
# host and the app remember its id. So an empty mount point is not taken for the history that lay on the disk, nor one
# host's backupdir for another's. A mark is made at the first use, and anew when people confirm that a host's nights lie
# here from now on; the new one names those it stands for.
#   mark id=HEX host=NAME since=TIME by=WHO on=MOUNT before=HEX,HEX
# Of other parts only nk_emit, nk_fail, nk_read_event and nk_list_nights are used. All but nk_identity_before work in the backupdir.

nk_identity_field() {
  case $1 in
    id) nk_mark_id=$2 ;;
    host) nk_mark_host=$2 ;;
    since) nk_mark_since=$2 ;;
    before) nk_mark_before=$2 ;;
  esac
}

# nk_identity_read: the mark into $nk_mark_NAME; fails where there is none that can be understood.
nk_identity_read() {
  nk_mark_id='' nk_mark_host='' nk_mark_since='' nk_mark_before='' nk_mark_line=
  [ -f .nightkeep/mark ] && [ ! -h .nightkeep/mark ] || return 1
  { IFS= read -r nk_mark_line <.nightkeep/mark; } 2>/dev/null || return 1
  case $nk_mark_line in mark"$nk_tab"*) ;; *) return 1 ;; esac
  nk_field() { nk_identity_field "$@"; }
  nk_read_event "$nk_mark_line"
  nk_identity_is_id "$nk_mark_id" && [ -n "$nk_mark_host" ]
}

nk_identity_is_id() {
  case $1 in '' | *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} -le 64 ]
}

# nk_identity_of_records: whose nights lie here, by the newest record that names a host, into $nk_found_host; how many
# nights there are into $nk_found_nights, and `yes` into $nk_found_old where the old script left some.
nk_identity_of_records() {
  nk_found_host='' nk_found_nights=0 nk_found_old=
  nk_list_nights
  for nk_dated_night in $nk_nights_there; do
    nk_found_nights=$((nk_found_nights + 1))
    nk_record_host=
    if { IFS= read -r nk_found_line <"./$nk_dated_night/.nightkeep-record"; } 2>/dev/null; then
      nk_field() { [ "$1" != host ] || nk_record_host=$2; }
      nk_read_event "$nk_found_line"
    else
      nk_found_old=yes
    fi
    [ -n "$nk_found_host" ] || nk_found_host=$nk_record_host
  done
}

# nk_identity_stands_for ID: the mark that was read is that one, or was made in its place.
nk_identity_stands_for() {
  case ",$nk_mark_id,$nk_mark_before," in *",$1,"*) return 0 ;; *) return 1 ;; esac
}

# nk_identity_judge HOST EXPECTED: into $nk_identity what the backupdir is to HOST, which remembers the marks EXPECTED
# (ids with blanks between them, or none), and into $nk_identity_why, where it is none of its own, the reason.
#   own       its own
#   new       nobody's, and empty
#   unmarked  it has nights of this host, or of nobody in particular, and no mark yet
#   other     another host's
#   lost      what the host remembers is not here
nk_identity_judge() {
  nk_identity_why=
  nk_identity_of_records
  if nk_identity_read; then
    nk_identity=own
    if [ "$nk_mark_host" != "$1" ]; then
      nk_identity=other
      nk_identity_why="it is the backupdir of $nk_mark_host${nk_mark_since:+ since $nk_mark_since}"
      return 0
    fi
    for nk_expected in $2; do
      nk_identity_stands_for "$nk_expected" || nk_identity=lost
    done
    [ "$nk_identity" = own ] || nk_identity_why="another history of $1 lies there than the one that it wrote last"
    return 0
  fi
  if [ -n "$nk_found_host" ] && [ "$nk_found_host" != "$1" ]; then
    nk_identity=other
    nk_identity_why="the nights in it are those of $nk_found_host"
  elif [ -n "$2" ]; then
    nk_identity=lost
    nk_identity_why="the history that $1 wrote there is not there: is its disk mounted?"
  elif [ "$nk_found_nights" -gt 0 ]; then
    nk_identity=unmarked
  else
    nk_identity=new
  fi
}

# nk_identity_make HOST TIME BY: a new mark, which stands for the one that was read and for those of $3 on; its id is in
# $nk_mark_id then. Fails where it can't be written.
nk_identity_make() {
  nk_new_mark=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  nk_identity_is_id "$nk_new_mark" || return 1
  nk_new_host=$1 nk_new_since=$2 nk_new_by=$3
  shift 3
  nk_earlier_marks=$nk_mark_id${nk_mark_before:+,$nk_mark_before}
  for nk_expected; do
    nk_identity_is_id "$nk_expected" || continue
    case ",$nk_earlier_marks," in *",$nk_expected,"*) ;; *) nk_earlier_marks=${nk_earlier_marks:+$nk_earlier_marks,}$nk_expected ;; esac
  done
  # Bounded: those of long ago nobody remembers.
  nk_earlier_marks=$(printf '%s\n' "$nk_earlier_marks" | tr ',' '\n' | sed -e '/^$/d' -e 20q | tr '\n' ',')
  nk_on=$(df -Pk . 2>/dev/null | awk 'NR > 1 { for (i = 2; i < NF; i++) if ($i ~ /%$/) { sub(/^.*[0-9]%[ \t]+/, ""); print; exit } }')
  mkdir -p .nightkeep && rm -f .nightkeep/mark.new &&
    nk_emit mark id "$nk_new_mark" host "$nk_new_host" since "$nk_new_since" by "$nk_new_by" on "$nk_on" \
      before "${nk_earlier_marks%,}" >.nightkeep/mark.new && mv .nightkeep/mark.new .nightkeep/mark || return 1
  nk_mark_id=$nk_new_mark nk_mark_host=$nk_new_host nk_mark_since=$nk_new_since nk_mark_before=${nk_earlier_marks%,}
}

# nk_identity_before DIR EXPECTED: before DIR is entered, or made: the end where the host remembers a history that lay in
# it and it is gone, since a new one must not be begun in its place.
nk_identity_before() {
  [ -z "$2" ] || [ -d "${nk_prefix-}$1" ] ||
    nk_fail needs-confirmation "$1 is gone, though nights lay in it: is its disk mounted?" target "$1" identity lost
}

# nk_identity_require DIR HOST EXPECTED TIME: in DIR, before anything is written: the end where it is not this host's to
# write to; else it has a mark then, whose id is in $nk_mark_id.
nk_identity_require() {
  nk_identity_judge "$2" "$3"
  case $nk_identity in
    own) ;;
    new | unmarked)
      nk_identity_make "$2" "$4" '' || nk_fail permission-denied "$1 can't be written to"
      ;;
    *)
      nk_fail needs-confirmation "$1: $nk_identity_why; nothing was written there. If it is right, say so on the page of $2" \
        target "$1" identity "$nk_identity"
      ;;
  esac
}
