# shellcheck shell=sh
# Tells what differs between two nights below one path: counts, in all and for each folder in it, the first changes, and
# what is gone, a folder standing for all that was in it.
nk_input() {
  case $1 in
    backupdir) nk_backupdir=$2 ;;
    from) nk_from=$2 ;;
    to) nk_to=$2 ;;
    path) nk_path=$2 ;;
    sample) nk_sample=$2 ;;
  esac
}

# nk_tell_changes OLDER: the changes from OLDER to the working directory. A folder whose time alone changed only says
# that something in it did, which is told by itself.
nk_tell_changes() {
  # shellcheck disable=SC2016
  nk_count_changes='
    { name = substr($0, length($1) + length($2) + 3) }
    NF < 3 || name == "./" { next }
    $1 ~ /^\.d\.\.t\.*$/ { next }
    {
      kind = "changed"; mode = owner = 0
      if ($1 ~ /^\*deleting/) { kind = "deleted"; gone[name] = 1 }
      else if ($1 ~ /^..\+\+/) kind = "added"
      else { mode = substr($1, 6, 1) == "p"; owner = substr($1, 7, 1) == "o" || substr($1, 8, 1) == "g" }
      top = substr(name, 1, index(name, "/"))
      if (!(top in tops) && ++folders <= most_folders) tops[top] = 1
      count["", kind]++; count["", "mode"] += mode; count["", "owner"] += owner
      if (top in tops) { count["/" top, kind]++; count["/" top, "mode"] += mode; count["/" top, "owner"] += owner }
      if (++all > most) next
      print "change\tkind=" kind "\titem=" $1 "\tsize=" $2 "\tname=" name
    }
    function counts(of) {
      return sprintf("added=%d\tchanged=%d\tdeleted=%d\tmode=%d\towner=%d", count[of, "added"], count[of, "changed"],
        count[of, "deleted"], count[of, "mode"], count[of, "owner"])
    }
    END {
      for (top in tops) print "folder\tname=" top "\t" counts("/" top)
      for (name in gone) {
        above = name
        sub(/\/$/, "", above)
        sub(/.*\//, "&\n", above)
        if (!sub(/\n.*/, "", above)) above = ""
        if (above in gone) continue
        if (++highest <= most_folders) print "gone\tname=" name
      }
      print "counts\tgone=" highest + 0 "\t" counts("")
    }'

  {
    nk_status=$(
      {
        {
          # Options are one word; the window may be none.
          # shellcheck disable=SC2086
          rsync -n -8 -aH$nk_exact $nk_window --numeric-ids --delete "$nk_hidden" -i --out-format='%i|%l|%n' ./ "$1/" </dev/null
          echo "$?" >&4
        } | nk_wire | awk -F '|' -v most="$nk_sample" -v most_folders="$nk_most" "$nk_count_changes" >&3
      } 4>&1
    )
  } 3>&1
  nk_must_have_read comparing
}

# An empty folder stands in where one of the two nights does not have the path, so that all of it was added or deleted.
nk_nothing() {
  [ -z "$nk_empty" ] || return 0
  nk_empty=$(mktemp -d "${TMPDIR:-/tmp}/nightkeep.XXXXXX") || nk_fail program-failed 'no temporary folder can be made'
  trap 'rmdir "$nk_empty"' EXIT
  trap 'exit 1' HUP INT TERM PIPE
}

nk_compare() {
  nk_enter "$nk_from" "$nk_path"
  nk_in_from=$?
  nk_from_index=$nk_index
  nk_enter "$nk_to" "$nk_path"
  nk_in_to=$?
  case $nk_in_from$nk_in_to in
    *3*) nk_fail night-gone 'one of the two nights has left rotation' ;;
    *2*) nk_fail unsafe-path "a symlink stands in $nk_path in one of the two nights" path "$nk_path" ;;
    11) nk_fail not-found "$nk_path is a folder in neither of the two nights" path "$nk_path" ;;
  esac
  nk_hide_record "$nk_path"
  nk_older=$nk_base/$nk_from_index$nk_path
  if [ "$nk_in_from" = 1 ]; then
    nk_nothing
    nk_older=$nk_empty
  fi
  if [ "$nk_in_to" = 1 ]; then
    nk_nothing
    cd -P -- "$nk_empty" || exit
  fi
  nk_tell_changes "$nk_older"
  if [ "$nk_in_to" = 0 ]; then nk_check "$nk_to" "$nk_path" || return 1; fi
  nk_identify "$nk_base/$nk_from_index"
  [ "$nk_id" = "$nk_from" ]
}

nk_empty=
nk_sample=200
nk_most=1000
nk_read_input
nk_probe_rsync
nk_open_backupdir "$nk_backupdir"
nk_tries=0
until nk_compare; do
  nk_tries=$((nk_tries + 1))
  [ "$nk_tries" -lt 5 ] || nk_fail conflict 'the nights moved while they were compared; try again'
  nk_emit again
done
nk_emit listed
