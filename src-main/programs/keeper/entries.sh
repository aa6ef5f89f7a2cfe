# shellcheck shell=sh
# Runs on the server: what becomes of the entries of a run. All are counted and guarded together; only one that is in
# trouble costs a process: the last night stands in for it, or its last good one is held.

# nk_take_troubled: those that the host could not copy, before anything is compared: so what carrying them on does to the
# folders around them is put right by the comparison.
nk_take_troubled() {
  nk_take_list "$nk_scratch/troubled"
  nk_check_entries "$nk_scratch/troubled"
  nk_carry_told "$nk_scratch/troubled" early || nk_cannot 'the last night could not stand in'
}

# nk_take_entries: all of them. Makes their lines of the record, in `entries`, and says them, those in trouble after an
# event `trouble`.
nk_take_entries() {
  nk_take_list "$nk_scratch/told"
  nk_check_entries "$nk_scratch/told"
  true >>"$nk_scratch/carried" && true >"$nk_scratch/held" &&
    nk_carry_told "$nk_scratch/told" && nk_judge_plain &&
    nk_count .nightkeep/base "$nk_scratch/paths" "$nk_scratch/parts" >"$nk_scratch/counted" && nk_judge >"$nk_scratch/judged" &&
    nk_for_each nk_hold_entry "$nk_scratch/collapsed" && true >"$nk_scratch/entries" && nk_write_entries &&
    { [ ! -s "$nk_scratch/found-parts" ] || cat "$nk_scratch/found-parts" >>"$nk_scratch/entries"; } ||
    nk_cannot 'the record could not be written'
  nk_judged=yes
  nk_dies_at entries-taken
}

# nk_carry_told LIST [early]: carries on those of LIST that were not copied, each once. Into `paths` those of all.
nk_carry_told() {
  nk_early=${2-}
  true >>"$nk_scratch/carried" && true >"$nk_scratch/to-carry" &&
    awk -F "$nk_tab" -v troubled="$nk_scratch/to-carry" "$nk_awk_guard"'
      FILENAME ~ /carried$/ { if ($1 == "entry") done[value("path")] = 1; next }
      { path = value("path"); print path }
      value("state") ~ /^(missing|symlink|failed)$/ && !(path in done) { print > troubled }' \
      "$nk_scratch/carried" "$1" >"$nk_scratch/paths" &&
    nk_list_old "$nk_scratch/paths" && nk_for_each nk_carry_entry "$nk_scratch/to-carry"
}

# For awk: `value` is the field of a name of the current line. `lost` tells what an entry has lost since its last good
# night, where that is more than the share it may.
# shellcheck disable=SC2016 # awk's own
nk_awk_guard='
  function value(key,  at) { for (at = 2; at <= NF; at++) if (index($at, key "=") == 1) return substr($at, length(key) + 2); return "" }
  function fell(now, before) { return before != "" && (before - now) * 100 > before * share }
  function lost(kind, files, bytes, had_files, had_bytes) {
    if (had_files == "") return ""
    if (kind == "d" && files <= 1 && had_files > 1) return "it is empty, and had " had_files - 1 " files and folders"
    if (fell(files, had_files)) return "it has " files + 0 " files and folders, and had " had_files
    if (fell(bytes, had_bytes)) return "it has " sprintf("%.0f", bytes) " bytes, and had " had_bytes
    return ""
  }'

# nk_judge: each entry with its counts, as lines `entry` without what follows from trouble; a good one that lost too much
# is `collapsed`, with `message` saying what it lost, and goes to the list of that name too. So is one of which a part lost
# as much, a customer's or a mount's; those parts go to `lost-parts`, and all that are there, as lines of the record, to
# `found-parts`.
nk_judge() {
  true >"$nk_scratch/collapsed" && true >"$nk_scratch/found-parts" && true >"$nk_scratch/lost-parts" && awk -F "$nk_tab" \
    -v share="$nk_share" -v fallen="$nk_scratch/collapsed" -v found="$nk_scratch/found-parts" -v lists="$nk_scratch/lost-parts" "$nk_awk_guard"'
    FILENAME ~ /previous$/ {
      path = value("path"); before[path] = value("files")
      had_files[path] = value("goodFiles"); had_bytes[path] = value("goodBytes")
      next
    }
    FILENAME ~ /counted$/ && $1 == "part" {
      part_files[$2] = $3; part_bytes[$2] = $4; is_mounted[$2] = $8
      print "part\tpath=" $2 "\tentry=" $6 "\tfiles=" $3 "\tbytes=" $4 ($7 == "" ? "" : "\tcustomer=" $7) ($8 == "" ? "" : "\tmount=yes") > found
      next
    }
    FILENAME ~ /counted$/ { files[$1] = $2; bytes[$1] = $3; kind[$1] = $4; next }
    FILENAME ~ /had-parts$/ {
      part = value("path"); of = value("entry")
      is_there = part in part_files
      why = lost("d", part_files[part] + 0, part_bytes[part] + 0, value("files"), value("bytes"))
      # Its own folder may be gone, too.
      if (!is_there) why = "it is gone, and had " value("files") " files and folders"
      else if (why != "" && value("mount") != "" && is_mounted[part] == "") why = "it is not mounted tonight, and had " value("files") " files and folders"
      if (why != "") {
        whose = value("customer")
        parts_lost[of] = parts_lost[of] (parts_lost[of] == "" ? "" : "; ") (whose == "" ? "what is mounted" : "customer " whose) " in " part ": " why
        fallen_parts[of] = fallen_parts[of] part "\n"
      }
      next
    }
    FILENAME ~ /plain-now$/ { plain[$0] = 1; next }
    FILENAME ~ /back$/ { back[$2] = 1; next }
    {
      path = value("path"); state = value("state"); message = value("message")
      if (state != "good") { print; next }
      if (!(path in files)) { print "entry\tpath=" path "\tstate=failed\tkind=directory\tmessage=nothing of it arrived"; next }
      why = lost(kind[path], files[path], bytes[path], had_files[path], had_bytes[path])
      if (why == "" && parts_lost[path] != "") { state = "collapsed"; message = parts_lost[path]; printf "%s", fallen_parts[path] > lists; in_parts = 1 } else in_parts = 0
      if (why != "") { state = "collapsed"; message = why }
      gone = before[path] == "" ? 0 : before[path] + value("added") - files[path]
      added = value("added") + 0
      # It was compared with what it had before the night before.
      if (path in back) { added += files[path] - before[path]; if (added < 0) added = 0; if (state == "good") gone = 0 }
      line = "entry\tpath=" path "\tstate=" state "\tfiles=" files[path] "\tbytes=" bytes[path] "\tadded=" sprintf("%.0f", added) \
        "\tchanged=" value("changed") + 0 "\tdeleted=" sprintf("%.0f", gone < 0 ? 0 : gone) \
        (in_parts ? "\tparts=yes" : "") (message == "" ? "" : "\tmessage=" message) ((path in plain) ? "\tplain=yes" : "")
      print line
      if (state == "collapsed") print line > fallen
    }' "$nk_scratch/previous" "$nk_scratch/counted" "$nk_scratch/had-parts" "$nk_scratch/plain-now" "$nk_scratch/back" "$nk_scratch/told"
}

nk_told_field() {
  case $1 in
    path) nk_path=$2 ;;
    state) nk_state=$2 ;;
    kind) nk_kind=$2 ;;
    message) nk_message=$2 ;;
    target) nk_target=$2 ;;
    files) nk_files=$2 ;;
    bytes) nk_bytes=$2 ;;
    added) nk_added=$2 ;;
    changed) nk_changed=$2 ;;
    deleted) nk_deleted=$2 ;;
    parts) nk_in_parts=$2 ;;
    plain) nk_plain=$2 ;;
  esac
}

# nk_for_each FUNCTION LIST: calls it for each line of LIST, with its fields in $nk_NAME.
nk_for_each() {
  while IFS= read -r nk_told <&7; do
    nk_path='' nk_state='' nk_kind='' nk_message='' nk_target='' nk_files=0 nk_bytes=0 nk_added=0 nk_changed=0 nk_deleted=0 nk_plain='' nk_in_parts=
    nk_field() { nk_told_field "$@"; }
    nk_read_event "$nk_told"
    nk_look_up_previous "$nk_path"
    "$1" || return 1
  done 7<"$2"
}

# nk_carry_entry: the night before stands in for one that was not copied.
nk_carry_entry() {
  nk_same_as=
  nk_carry
  set -- entry path "$nk_path" state "$nk_state" files "$nk_files" bytes "$nk_bytes" added 0 changed 0 deleted 0
  [ -z "$nk_same_as" ] || set -- "$@" sameAs "$nk_same_as"
  [ "$nk_state" != symlink ] || [ -z "$nk_target" ] || set -- "$@" target "$nk_target"
  [ -z "$nk_message" ] || set -- "$@" message "$nk_message"
  if [ -n "$nk_same_as" ] && [ "$nk_before_plain" = yes ]; then set -- "$@" plain yes; fi
  nk_describe_trouble
  nk_format "$@"
  printf '%s\n%s\n' "$nk_line" "$nk_trouble_line" >>"$nk_scratch/carried"
}

# nk_hold_entry: of one that collapsed, the last good night is held.
nk_hold_entry() {
  nk_lost=$nk_message
  nk_message="$nk_lost in the last good night; that one is held"
  if [ -z "$nk_in_parts" ]; then
    nk_hold_last_good "$nk_path" "$nk_good_run" || return 1
  else
    while IFS= read -r nk_part_path <&6; do
      case $nk_part_path in "$nk_path"/*) nk_hold_last_good "$nk_part_path" "$nk_good_run" || return 1 ;; esac
    done 6<"$nk_scratch/lost-parts"
  fi
  nk_describe_trouble
  nk_encode "$nk_message"
  printf '%s\n%s\n' "$nk_told$nk_tab=$nk_encoded" "$nk_trouble_line" >>"$nk_scratch/held"
}

# nk_describe_trouble: what the support address has to know of an entry that was not copied well, as an event line, into
# $nk_trouble_line.
nk_describe_trouble() {
  nk_bad_nights=$((nk_bad_nights + 1))
  nk_long="$nk_bad_nights nights"
  [ $nk_bad_nights -gt 1 ] || nk_long='tonight for the first time'
  nk_leaves=
  if [ -n "$nk_good_age" ]; then
    # Tonight's is one more date, unless it is the second night of one.
    [ "$nk_date" = "$nk_previous_date" ] || nk_good_age=$((nk_good_age + 1))
    nk_nights_left=$((nk_nights - nk_good_age + 1))
    if [ "$nk_state" = collapsed ]; then
      nk_leaves="it is held for $nk_hold_days days"
    elif [ $nk_nights_left -le 1 ]; then
      nk_leaves='it leaves rotation with the next night, a copy of it is carried on while the entry stands'
    else
      nk_leaves="it leaves rotation in $nk_nights_left nights, a copy of it is carried on while the entry stands"
    fi
  fi
  nk_format trouble since "$nk_since" nights "$nk_long" goodDate "$nk_good_date" leavesIn "$nk_leaves"
  nk_trouble_line=$nk_line
}

# nk_write_entries: all lines of the record, in the order in which they were told, into `entries`; each is said as an
# event, its trouble before it.
nk_write_entries() {
  awk -F "$nk_tab" -v record="$nk_scratch/entries" "$nk_awk_guard"'
    FILENAME ~ /(carried|held)$/ && $1 == "trouble" { trouble[path] = $0; next }
    FILENAME ~ /carried$/ { path = value("path"); carried[path] = $0; next }
    FILENAME ~ /held$/ { path = value("path"); message[path] = substr($NF, 2); next }
    {
      path = value("path")
      line = $0
      none = "\tfiles=0\tbytes=0\tadded=0\tchanged=0\tdeleted=0"
      if (path in carried) {
        line = carried[path]
      } else if (path in message) {
        line = $1
        for (at = 2; at <= NF; at++) line = line "\t" ($at ~ /^message=/ ? "message=" message[path] : $at)
      } else if (value("state") == "covered") {
        line = "entry\tpath=" path "\tstate=covered" none
      } else if (value("state") == "failed") {
        line = "entry\tpath=" path "\tstate=failed" none "\tmessage=" value("message")
      }
      print line > record
      if (path in trouble) print trouble[path]
      print line
    }' "$nk_scratch/carried" "$nk_scratch/held" "$nk_scratch/judged"
}
