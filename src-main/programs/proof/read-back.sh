# shellcheck shell=sh
# Reads a small share of a backupdir's files back, on its server, and compares them with the hashes that were noted when
# they came. In: backupdir PATH; at, the time; since, a time: one that began later makes this one end; files, megabytes and
# seconds, what it may take. Half of the share are files that are noted: those found bad before, those read longest ago,
# some by chance. The rest is noted: of what came with the newest night, and of all nights and holds by chance.
# Says `progress files=`; `rot ...`, see tell-rot.sh; `checked at= files= bytes= noted= bad= yielded=`, or `lately at=`.
nk_input() {
  case $1 in
    backupdir)
      nk_backupdir=$2
      nk_open_backupdir "$2"
      ;;
    at) nk_moment=$2 ;;
    since) nk_since=$2 ;;
    files) nk_take_number "$2" && nk_most_files=$2 ;;
    megabytes) nk_take_number "$2" && nk_most_megabytes=$2 ;;
    seconds) nk_take_number "$2" && nk_most_seconds=$2 ;;
  esac
}

nk_take_number() {
  case $1 in '' | *[!0-9]* | 0* | ???????*) nk_fail bad-input "$1 is no number to read back by" ;; esac
}

# More notes than that are of no use: they would not be read again for years.
nk_most_noted=20000

nk_was_lately() {
  [ -n "$nk_since" ] || return 0
  nk_last=
  nk_field() { [ "$1" != at ] || nk_last=$2; }
  nk_last_state=
  { IFS= read -r nk_last_state <state; } 2>/dev/null
  nk_read_event "$nk_last_state"
  if [ "$nk_event" = checked ] && nk_is_later "$nk_last" "$nk_since"; then
    nk_emit lately at "$nk_last"
    exit 0
  fi
}

# nk_draw COUNT: a number below it, by chance, into $nk_drawn.
nk_draw() {
  [ -n "$nk_numbers" ] || nk_numbers=$(awk -v seed="$(od -An -N3 -tu4 /dev/urandom 2>/dev/null | tr -d ' ')" '
    BEGIN { srand(seed); for (i = 0; i < 500; i++) printf "%d ", rand() * 1073741824 }')
  nk_drawn=${nk_numbers%% *}
  nk_numbers=${nk_numbers#* }
  nk_drawn=$((nk_drawn % $1))
}
nk_numbers=

# nk_plan_noted: of the notes, those to be read again.
nk_plan_noted() {
  nk_half=$((nk_most_files / 2 + 1))
  grep -v '^good ' notes | head -n "$nk_half" >"$nk_notes/again"
  grep '^good ' notes | LC_ALL=C sort -k 2,2 >"$nk_notes/good"
  nk_draw 1073741824
  nk_left=$((nk_half - $(wc -l <"$nk_notes/again")))
  awk -v most="$nk_left" -v seed="$nk_drawn" '
    BEGIN { srand(seed); oldest = most - int(most / 4) }
    NR <= oldest { print; next }
    { if (++seen <= most - oldest) kept[seen] = $0
      else { at = int(rand() * seen) + 1; if (at <= most - oldest) kept[at] = $0 } }
    END { for (at in kept) print kept[at] }' "$nk_notes/good" >>"$nk_notes/again"
  nk_planned=$(($(wc -l <"$nk_notes/again")))
  nk_noted=$(($(wc -l <notes)))
}

# nk_plan_came: names by chance of those that came with the newest night, as its list of changes has them: folders and
# what left are among them, so that more are drawn than wanted. A newline in a name stands as \001.
nk_plan_came() {
  [ -n "$nk_newest" ] && [ -f "$nk_base/.nightkeep/changes/$nk_newest" ] || return 0
  nk_draw 1073741824
  tr '\000\n' '\n\001' <"$nk_base/.nightkeep/changes/$nk_newest" | awk -v most="$(($1 * 4))" -v seed="$nk_drawn" '
    BEGIN { srand(seed) }
    length($0) < 3 || length($0) > 4096 { next }
    { if (++seen <= most) kept[seen] = $0
      else { at = int(rand() * seen) + 1; if (at <= most) kept[at] = $0 } }
    END { for (at in kept) print kept[at] }' >"$nk_notes/came"
  nk_go "$nk_newest" || return 0
  nk_wanted=$1
  nk_soh=$(printf '\001')
  while IFS= read -r nk_path && [ "$nk_wanted" -gt 0 ]; do
    nk_path=${nk_path#./}
    nk_replace "$nk_path" "$nk_soh" "$nk_newline"
    [ -f "./$nk_replaced" ] || nk_replaced=$nk_path
    case /$nk_replaced/ in */../* | /.nightkeep*) continue ;; esac
    [ -f "./$nk_replaced" ] && [ ! -h "./$nk_replaced" ] || continue
    nk_candidate "$nk_newest" "$nk_replaced"
    nk_wanted=$((nk_wanted - 1))
  done <"$nk_notes/came"
}

nk_candidate() {
  nk_encode "$2"
  printf '%s\n' "new - - - - - $1 ./$nk_encoded/" >>"$nk_notes/candidates"
}

# nk_plan_by_chance COUNT: from the top of a night or hold down, at each folder one of its names by chance: no listing of
# a whole night is made for some files of it.
nk_plan_by_chance() {
  nk_places=$(($(wc -l <"$nk_notes/places")))
  [ $nk_places -gt 0 ] || return 0
  nk_walks=0 nk_found=0
  while [ $nk_walks -lt $(($1 * 3)) ] && [ $nk_found -lt "$1" ]; do
    # Some of the same place at a time: to go to one costs processes.
    if [ $((nk_walks % 5)) = 0 ]; then
      nk_draw $nk_places
      nk_where=$(sed -n "$((nk_drawn + 1))p" "$nk_notes/places")
      nk_gone=no
      nk_go "$nk_where" || nk_gone=yes
    fi
    nk_walks=$((nk_walks + 1))
    [ "$nk_gone" = no ] && nk_walk || continue
    nk_candidate "$nk_where" "$nk_path"
    nk_found=$((nk_found + 1))
  done
}

# nk_walk: a file of the working directory, into $nk_path.
nk_walk() {
  nk_path=
  nk_deep=0
  while [ $nk_deep -lt 100 ]; do
    nk_deep=$((nk_deep + 1))
    nk_pick "./$nk_path${nk_path:+/}" || return 1
    nk_path=${nk_picked#./}
    case $nk_path in .nightkeep*) return 1 ;; esac
    [ ! -h "./$nk_path" ] || return 1
    [ ! -f "./$nk_path" ] || return 0
    [ -d "./$nk_path" ] || return 1
  done
  return 1
}

# nk_pick FOLDER/: one of its names by chance, into $nk_picked. A pattern that nothing fits stays as it is.
nk_pick() {
  nk_folder=$1
  set -- "$nk_folder"..?*
  nk_is_there "$1" || shift
  set -- "$nk_folder".[!.]* "$@"
  nk_is_there "$1" || shift
  set -- "$nk_folder"* "$@"
  nk_is_there "$1" || shift
  [ $# -gt 0 ] || return 1
  nk_draw $#
  shift "$nk_drawn"
  nk_picked=$1
}

nk_is_there() { [ -e "$1" ] || [ -h "$1" ]; }

# nk_plan: what is to be read, the files of a night together, into `plan`.
nk_plan() {
  nk_plan_noted
  : >"$nk_notes/candidates"
  nk_new=$((nk_most_files - nk_planned))
  [ $nk_new -le $((nk_most_noted - nk_noted)) ] || nk_new=$((nk_most_noted - nk_noted))
  if [ $nk_new -gt 0 ]; then
    nk_plan_came $(((nk_new + 1) / 2))
    nk_plan_by_chance "$nk_new"
  fi
  cd "$nk_proof" || exit
  awk -v most="$nk_new" '
    FILENAME == "notes" || FILENAME ~ /again$/ { key = substr($0, index($0, " " $7 " ./")); known[key]; if (FILENAME != "notes") print; next }
    { key = substr($0, index($0, " " $7 " ./")); if (!(key in known) && added < most) { known[key]; added++; print } }
  ' notes "$nk_notes/again" "$nk_notes/candidates" | LC_ALL=C sort -k 7,7 >"$nk_notes/plan"
}

nk_note() { printf '%s\n' "$1 $2 $3 $4 $5 $6 $7 $8" >>"$nk_proof/done" || nk_fail_to_write "$nk_proof"; }

# nk_read_one: the file of the line that was read; what is found is noted at once.
nk_read_one() {
  nk_decode "${nk_shown#./}"
  nk_path=${nk_decoded%/}
  if ! nk_look_at "$nk_path" || { [ "$nk_was" != new ] && [ "$nk_inode" != "$nk_old_inode" ]; }; then
    [ "$nk_was" = new ] || nk_note gone "$nk_since_when" "$nk_old_sum" "$nk_old_size" "$nk_old_mtime" "$nk_old_inode" "$nk_where" "$nk_shown"
    return 0
  fi
  # In thousands: a shell may count in 32 bits. A file of more than four times the share is never read.
  case $nk_size in ????*) nk_thousands=${nk_size%???} ;; *) nk_thousands=0 ;; esac
  [ ${#nk_thousands} -le 9 ] && [ "$nk_thousands" -le $((nk_most_megabytes * 4000)) ] || return 0
  nk_sum_of "$nk_path"
  nk_read=$((nk_read + 1))
  nk_read_thousands=$((nk_read_thousands + nk_thousands))
  printf '%s\n' "$nk_size" >>"$nk_notes/sizes"
  if [ "$nk_was" = new ]; then
    [ -z "$nk_sum" ] || nk_note good "$nk_moment" "$nk_sum" "$nk_size" "$nk_mtime" "$nk_inode" "$nk_where" "$nk_shown"
    return 0
  fi
  if [ "$nk_size" != "$nk_old_size" ] || [ "$nk_mtime" != "$nk_old_mtime" ]; then
    nk_found=written
  elif [ -z "$nk_sum" ]; then
    nk_found=unreadable
  elif [ "$nk_sum" != "$nk_old_sum" ]; then
    nk_found=rotten
  else
    nk_found=good
  fi
  nk_found_at=$nk_moment
  [ $nk_found = good ] || [ "$nk_was" = good ] || nk_found_at=$nk_since_when
  nk_note "$nk_found" "$nk_found_at" "$nk_old_sum" "$nk_old_size" "$nk_old_mtime" "$nk_old_inode" "$nk_where" "$nk_shown"
}

# nk_read_planned: until the share is read, its time is over or a night begins.
nk_read_planned() {
  nk_begun=$(date +%s)
  : >"$nk_notes/sizes"
  nk_entered_where='' nk_seen=0 nk_yielded=no
  while read -r nk_was nk_since_when nk_old_sum nk_old_size nk_old_mtime nk_old_inode nk_where nk_shown <&3; do
    if nk_night_begins; then
      nk_yielded=yes
      break
    fi
    [ $nk_read_thousands -lt $((nk_most_megabytes * 1000)) ] || break
    nk_seen=$((nk_seen + 1))
    if [ $((nk_seen % 8)) = 0 ]; then
      [ $(($(date +%s) - nk_begun)) -lt "$nk_most_seconds" ] || break
      nk_emit progress files "$nk_read"
    fi
    if [ "$nk_where" != "$nk_entered_where" ]; then
      nk_entered_where=$nk_where
      nk_gone=no
      nk_go "$nk_where" || nk_gone=yes
    fi
    [ "$nk_gone" = yes ] || nk_read_one
    nk_dies_at read-one
  done 3<"$nk_notes/plan"
}

nk_moment='' nk_since='' nk_most_files=40 nk_most_megabytes=256 nk_most_seconds=120
nk_read=0 nk_read_thousands=0
nk_read_input
nk_begin_proof
nk_was_lately
nk_probe_stat
nk_sha256 </dev/null
nk_list_places
cd "$nk_proof" || exit
nk_merge_notes
nk_plan
nk_read_planned
cd "$nk_proof" || exit
nk_list_places
cd "$nk_proof" || exit
nk_merge_notes
nk_tell_findings
