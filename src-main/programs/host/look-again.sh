# shellcheck shell=sh
# What is new on a host: its backup.config where its SHA-256 is not the one that is known, and the folders in some folders.
# In:  path=, known=SHA256 in hex or empty, dir=PATH as often as wanted.
# Out: same, or for each line of the config `line text=`, and at last `size bytes=`, by which a missing newline at the end is
#      known, and whether any byte was lost on the way; then see folders.sh; for the run that cron began last, of what it
#      said `last WHAT ...`, WHAT being backup (pid= at=), started, error or run, or `last words text=`; before them
#      `last-run clock= alive=`
nk_path=
nk_known=
nk_looked=no

nk_input() {
  case $1 in
    path) nk_path=$2 ;;
    known) nk_known=$2 ;;
    dir)
      nk_look_at_config
      nk_list_folders "$2"
      ;;
  esac
}

nk_look_at_config() {
  [ $nk_looked = no ] || return 0
  nk_looked=yes
  nk_find_config "$nk_path"
  nk_check_config
  if [ -n "$nk_known" ]; then
    nk_sha256 <"$nk_config"
    [ "$nk_sum" != "$nk_known" ] || {
      nk_emit same
      return 0
    }
  fi
  sed -e 's/\\/\\\\/g' -e "s/$nk_tab/\\\\t/g" -e "s/^/line${nk_tab}text=/" <"$nk_config"
  # Where the last line has no newline, sed gives it none.
  echo
  nk_emit size bytes $((nk_size))
}

# nk_tell_last_run: what cron kept of it. A run that can't write into its record on the server says why there alone.
nk_tell_last_run() {
  nk_log=$nk_prefix${nk_path%/*}/nightkeep/last.log
  [ -f "$nk_log" ] && [ -r "$nk_log" ] || return 0
  nk_said=$(awk -v tab="$nk_tab" '
    match($0, "^(backup|started|error|run)" tab) { word = substr($0, 1, RLENGTH - 1); said[word] = substr($0, 1, 8192); next }
    NF && !index($0, tab) { other = substr($0, 1, 300) }
    END {
      for (word in said) print "last\twhat=" word substr(said[word], length(word) + 1)
      gsub(/\\/, "&&", other)
      if (other != "") print "last\twhat=words\ttext=" other
    }' "$nk_log" 2>/dev/null)
  [ -n "$nk_said" ] || return 0
  nk_pid=${nk_said#*"what=backup${nk_tab}pid="}
  nk_pid=${nk_pid%%"$nk_tab"*}
  nk_alive=no
  # Another account may not signal it.
  case $nk_pid in
    '' | *[!0-9]*) ;;
    *) if kill -0 "$nk_pid" 2>/dev/null || ps -p "$nk_pid" >/dev/null 2>&1; then nk_alive=yes; fi ;;
  esac
  nk_emit last-run clock "$(date +%s)" alive $nk_alive
  printf '%s\n' "$nk_said"
}

nk_read_input
nk_look_at_config
nk_tell_last_run
