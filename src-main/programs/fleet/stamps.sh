# shellcheck shell=sh
# Says of each of some backupdirs, in a few bytes, whether its nights, holds or actions may be other than they were: a
# stamp is made of the inodes, sizes and times of the folders in which every change is a rename, an append or a new name.
# Nothing is opened, and a handful of processes does for many.
# In:  room PATH, then dir PATH for each backupdir.
# Out: disk ...                     the room at PATH, see room.sh
#      s [n=] [h=] [a=] [l=1]       for each dir, in the order asked: stamps of its nights, its holds and its actions; l
#                                   where somebody holds its lock. No n: it isn't there or can't be read. A stamp `-` is
#                                   none: something changed so lately that it may change again within the same second.
nk_prefix=${NIGHTKEEP_PREFIX-}

# Places whose paths are given to one stat: the list of arguments has a limit.
nk_most=50

nk_stat_all() {
  if [ "$nk_gnu" = yes ]; then stat -c '%Z %i %s' "$@" 2>/dev/null; else stat -f '%c %i %z' "$@" 2>/dev/null; fi
}

# nk_tell_stamps PATH ...: a stamp of as many paths as each line of $nk_plan counts. Where one vanished meanwhile it is
# not known whose line is missing, and so none is a stamp.
nk_tell_stamps() {
  {
    printf '%s.\n' "$nk_plan"
    [ $# = 0 ] || nk_stat_all "$@"
  } | awk -v now="$(date +%s)" -v tab="$nk_tab" '
    function add(text,   words, i) {
      if (split(text, words, " ") != 3 || words[1] >= now - 10) lately = 1
      for (i = 1; i <= 3; i++) {
        one = (one * 65599 + words[i] % 2147483629) % 2147483629
        two = (two * 31337 + words[i] % 2147483587) % 2147483587
      }
    }
    function stamp(key, count) {
      if (count == 0) return ""
      one = two = lately = 0
      for (; count > 0; count--) add(line[++at])
      return tab key "=" (lately || lines != wanted ? "-" : sprintf("%x.%x", one, two))
    }
    told { line[++lines] = $0; next }
    $0 == "." { told = 1; next }
    { plan[++places] = $0; wanted += $1 + $2 + $3 }
    END {
      for (i = 1; i <= places; i++) {
        split(plan[i], count, " ")
        text = "s" stamp("n", count[1])
        text = text stamp("h", count[2])
        print text stamp("a", count[3]) (count[4] ? tab "l=1" : "")
      }
    }'
  nk_plan=
  nk_planned=0
}

nk_gnu=no
! stat -c %Z / >/dev/null 2>&1 || nk_gnu=yes
nk_plan=
nk_planned=0
nk_ended=no
set --
while IFS= read -r nk_input_line; do
  [ "$nk_input_line" != . ] || {
    nk_ended=yes
    break
  }
  nk_decode "${nk_input_line#* }"
  case $nk_input_line in
    room\ *)
      nk_disk_space "$nk_prefix$nk_decoded"
      continue
      ;;
  esac
  nk_at=$nk_prefix$nk_decoded
  nk_own=$nk_at/.nightkeep
  nk_nights=0 nk_holds=0 nk_actions=0 nk_locked=0
  case $nk_decoded in /*) ;; *) nk_at= ;; esac
  if [ -d "$nk_at/." ] && [ -n "$nk_at" ] && [ -r "$nk_at" ] && [ -x "$nk_at" ]; then
    # The dot at the end: of what a symlink leads to.
    for nk_path in "$nk_at/." "$nk_own/." "$nk_own/runs/." "$nk_own/lock/."; do
      [ ! -e "$nk_path" ] || {
        set -- "$@" "$nk_path"
        nk_nights=$((nk_nights + 1))
      }
    done
    [ ! -e "$nk_own/lock" ] || nk_locked=1
    # A hold's record is appended to, which its folder does not show.
    for nk_path in "$nk_own/holds/." "$nk_own/holds"/* "$nk_own/holds"/*/hold; do
      [ ! -e "$nk_path" ] || {
        set -- "$@" "$nk_path"
        nk_holds=$((nk_holds + 1))
      }
    done
    [ ! -f "$nk_own/actions" ] || {
      set -- "$@" "$nk_own/actions"
      nk_actions=1
    }
  fi
  nk_plan="$nk_plan$nk_nights $nk_holds $nk_actions $nk_locked$nk_newline"
  nk_planned=$((nk_planned + 1))
  [ $nk_planned -lt $nk_most ] || {
    nk_tell_stamps "$@"
    set --
  }
done
[ "$nk_ended" = yes ] || nk_fail program-failed 'the input ended early: the connection broke'
[ $nk_planned = 0 ] || nk_tell_stamps "$@"
