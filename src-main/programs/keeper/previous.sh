# shellcheck shell=sh
# Runs on the server, when a session opens: what the nights before tell of each entry, for the guards.

# nk_list_previous: a line `previous` for each entry into the list `previous`: its run, files and bytes of the night
# before, those of the last good night with its date and age, and since when it is not good. Those that had collapsed in the
# night before go to `back`, after the index of their last good night. The parts that an entry had in its last good night go to `had-parts`.
nk_list_previous() {
  nk_previous_run='' nk_previous_date='' nk_old_nights=
  set --
  nk_list_nights
  for nk_earlier in $nk_nights_there; do
    if [ -f "./$nk_earlier/.nightkeep-record" ]; then set -- "$@" "./$nk_earlier/.nightkeep-record"; else nk_old_nights=yes; fi
  done
  if [ -d ./0 ]; then
    nk_night 0
    nk_previous_run=$nk_night_run
    case $nk_night_date in old-*) ;; *) nk_previous_date=$nk_night_date ;; esac
  fi
  true >"$nk_scratch"/previous
  true >"$nk_scratch"/back
  true >"$nk_scratch"/had-parts
  [ $# -gt 0 ] || return 0
  awk -F "$nk_tab" -v back="$nk_scratch/back" -v had="$nk_scratch/had-parts" "$nk_awk_guard"'
    $1 == "run" { run = value("id"); date = value("date"); nights++; if (date != last) { dates++; last = date } }
    $1 == "entry" {
      path = value("path"); state = value("state")
      if (!(path in seen)) {
        seen[path] = nights
        # What only lost a part of itself is there.
        if (nights == 1 && state == "collapsed" && value("parts") == "") fallen[path] = 1
        if (nights == 1) before[path] = "run=" (value("sameAs") != "" ? value("sameAs") : run) "\tfiles=" value("files") "\tbytes=" value("bytes") "\tplain=" value("plain")
      }
      if (path in good) next
      if (state == "good") {
        good_night[path] = nights
        if (path in fallen) { split(FILENAME, part, "/"); print part[2] "\t" path > back }
        good[path] = "goodRun=" run "\tgoodFiles=" value("files") "\tgoodBytes=" value("bytes") "\tgoodDate=" date "\tgoodAge=" dates
      } else if (state != "covered") {
        since[path] = "since=" date "\tbadNights=" dates
      }
    }
    $1 == "part" && good_night[value("entry")] == nights { print > had }
    END { for (path in seen) print "previous\tpath=" path "\t" before[path] "\t" good[path] "\t" since[path] }
  ' "$@" >"$nk_scratch"/previous || nk_cannot 'the nights before could not be noted'
}

# nk_list_old PATHS: for entries without a good night that has a record, the newest night of the old script that has them,
# as further lines of `previous`. Those nights have no records, so they are counted.
nk_list_old() {
  [ -n "$nk_old_nights" ] || return 0
  nk_old_dates=0 nk_old_date=
  nk_list_nights
  for nk_old_index in $nk_nights_there; do
    nk_night "$nk_old_index"
    [ "$nk_night_date" = "$nk_old_date" ] || nk_old_dates=$((nk_old_dates + 1))
    nk_old_date=$nk_night_date
    [ ! -f "./$nk_old_index/.nightkeep-record" ] || continue
    awk -F "$nk_tab" '
      FILENAME ~ /previous$/ { if (/\tgoodRun=/) good[substr($2, 6)] = 1; next }
      /^\// && !($0 in good)' "$nk_scratch/previous" "$1" >"$nk_scratch/without" || return 1
    [ -s "$nk_scratch/without" ] || return 0
    nk_any_in "$nk_old_index" "$nk_scratch/without" || continue
    nk_count "./$nk_old_index" "$nk_scratch/without" >"$nk_scratch/old-counts" || return 1
    # The last line of an entry counts.
    awk -F "$nk_tab" -v run="$nk_night_run" -v age=$nk_old_dates '
      FILENAME ~ /previous$/ { before[substr($2, 6)] = $0; next }
      {
        line = ($1 in before) ? before[$1] : "previous\tpath=" $1
        print line "\tgoodRun=" run "\tgoodFiles=" $2 "\tgoodBytes=" $3 "\tgoodDate=one of the old script\tgoodAge=" age
      }' "$nk_scratch/previous" "$nk_scratch/old-counts" >"$nk_scratch/previous.old" &&
      cat "$nk_scratch/previous.old" >>"$nk_scratch/previous" || return 1
  done
}

# nk_any_in NIGHT PATHS: true where it has one of them.
nk_any_in() {
  while IFS= read -r nk_part_listed; do
    nk_decode "$nk_part_listed"
    if [ -e "./$1$nk_decoded" ] || [ -h "./$1$nk_decoded" ]; then return 0; fi
  done <"$2"
  return 1
}

nk_previous_field() {
  case $1 in
    run) nk_before_run=$2 ;;
    files) nk_before_files=$2 ;;
    bytes) nk_before_bytes=$2 ;;
    plain) nk_before_plain=$2 ;;
    goodRun) nk_good_run=$2 ;;
    goodDate) nk_good_date=$2 ;;
    goodAge) nk_good_age=$2 ;;
    since) nk_since=$2 ;;
    badNights) nk_bad_nights=$2 ;;
  esac
}

# nk_look_up_previous PATH: what is told of it into $nk_before_NAME, $nk_good_NAME, $nk_since and $nk_bad_nights.
nk_look_up_previous() {
  nk_before_run='' nk_before_files='' nk_before_bytes='' nk_before_plain='' nk_good_run=
  nk_good_date='' nk_good_age='' nk_since=$nk_date nk_bad_nights=0
  nk_encode "$1"
  nk_told_before=$(nk_wanted="path=$nk_encoded" awk -F "$nk_tab" '$2 == ENVIRON["nk_wanted"] { found = $0 } END { print found }' "$nk_scratch"/previous)
  nk_field() { nk_previous_field "$@"; }
  nk_read_event "$nk_told_before"
}
