# shellcheck shell=sh
# What cron runs on a host: brings the scripts beside it up to date from the repository server, then runs the night.
# A file that does not match its checksum is never run. Where the repository can't be reached, what is here is run, and
# the night's record says so. Settings are in nightkeep.conf: the night's input (see night.ts), and `repository SERVER`
# and `repositoryPath PATH`.
PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH

case $0 in */*) cd -P "${0%/*}" || exit 1 ;; esac
nk_folder=$PWD
nk_previous_date='' nk_support='' nk_repository='' nk_repository_path='' nk_host='' nk_run='' nk_trouble='' nk_since='' nk_started=''
nk_date=$(date +%Y-%m-%d)
nk_memory=$nk_folder/last-night
nk_mark_file=$nk_folder/server-mark

nk_conf_input() {
  case $1 in
    support) nk_support=$2 ;;
    host) nk_host=$2 ;;
    repository) nk_repository=$2 ;;
    repositoryPath) nk_repository_path=$2 ;;
  esac
}

nk_backup_end() {
  trap - EXIT HUP INT TERM
  cd /
  rm -rf "$nk_work" "$nk_folder/.update"
}

# nk_matches DIR NAME [SUMS]: true where DIR's file NAME is what DIR's SHA256SUMS, or that other list there, says.
nk_matches() {
  [ -f "$1/$2" ] && [ ! -h "$1/$2" ] || return 1
  nk_is=$(nk_sha256 <"$1/$2" >/dev/null && printf '%s' "$nk_sum") || return 1
  nk_should=$(awk -v name="$2" '$2 == name || $2 == "*" name { print $1; exit }' "$1/${3:-SHA256SUMS}" 2>/dev/null)
  [ -n "$nk_is" ] && [ "$nk_is" = "$nk_should" ]
}

# nk_fetch_scripts: those of the repository into .update.
nk_fetch_scripts() {
  rm -rf "$nk_folder/.update"
  mkdir "$nk_folder/.update" || return 1
  nk_encode "$nk_repository_path"
  {
    nk_say_program "$nk_serve"
    printf 'verb scripts\npath %s\n.\n' "$nk_encoded"
  } | nk_ssh "$nk_repository" >"$nk_work/scripts" 2>"$nk_work/errors" || return 1
  (
    cd "$nk_folder/.update" && awk -F "$nk_tab" '
      # What a login prints comes before, and may end in the middle of a line.
      name == "" { if (!(at = index($0, "file\tname="))) next; $0 = substr($0, at) }
      /^=/ { if (name != "") print substr($0, 2) > name; next }
      $1 == "file" && $2 ~ /^name=[A-Za-z0-9_-][A-Za-z0-9._-]*$/ { if (name != "") close(name); name = substr($2, 6); printf "" > name }
      $1 == "end" { whole = 1 }
      END { exit !whole }' "$nk_work/scripts"
  )
}

# nk_update: takes over what the repository has, where all of it is as its checksums say.
nk_update() {
  [ -n "$nk_repository" ] && [ -n "$nk_repository_path" ] || return 0
  case $nk_repository in *[!A-Za-z0-9._@:-]* | -*) nk_trouble='the repository server has no proper name' && return 0 ;; esac
  if ! nk_fetch_scripts; then
    nk_why=$(sed -n "s/^error${nk_tab}.*message=//p" "$nk_work/scripts" 2>/dev/null | tail -n 1)
    [ -n "$nk_why" ] || nk_why=$(tail -n 1 "$nk_work/errors" 2>/dev/null)
    nk_trouble="the scripts could not be brought up to date from $nk_repository${nk_why:+: $nk_why}"
    return 0
  fi
  if cmp -s .update/SHA256SUMS SHA256SUMS; then
    rm -f ./.coming
    return 0
  fi
  for nk_file in night backup; do
    [ -f ".update/$nk_file" ] || nk_trouble="the repository on $nk_repository has no $nk_file"
  done
  for nk_file in .update/*; do
    nk_file=${nk_file#.update/}
    [ "$nk_file" = SHA256SUMS ] || nk_matches .update "$nk_file" ||
      nk_trouble="$nk_file of $nk_repository does not match its checksum; nothing was taken over"
  done
  [ -z "$nk_trouble" ] || return 0
  # Each by a rename; the checksums last, and before all else as the list that is on its way. Cut off in between, each
  # file is what one of the two lists says, and the next run begins again.
  cp .update/SHA256SUMS .update/coming && mv -f .update/coming ./.coming || nk_trouble='the checksums could not be replaced'
  for nk_file in .update/*; do
    nk_file=${nk_file#.update/}
    [ "$nk_file" != SHA256SUMS ] && [ -z "$nk_trouble" ] || continue
    chmod 700 ".update/$nk_file" && mv -f ".update/$nk_file" "./$nk_file" || nk_trouble="$nk_file could not be replaced"
  done
  [ -n "$nk_trouble" ] || mv -f .update/SHA256SUMS ./SHA256SUMS || nk_trouble='the checksums could not be replaced'
  [ -n "$nk_trouble" ] || rm -f ./.coming
}

# What cron keeps of this begins with it: the app reads there how a run ended of which no server has a record.
nk_emit backup pid $$ at "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
nk_work_folder
trap nk_backup_end EXIT
trap 'exit 1' HUP INT TERM
[ -r ./nightkeep.conf ] || nk_fail not-found "$nk_folder has no nightkeep.conf"
nk_input() { nk_conf_input "$@"; }
{ cat ./nightkeep.conf && printf '.\n'; } >"$nk_work/conf"
nk_read_input <"$nk_work/conf"
[ -n "$nk_host" ] || nk_host=$(uname -n)
nk_update
if ! nk_matches . night && ! nk_matches . night .coming; then
  nk_message="$nk_folder/night does not match its checksum, and is not run${nk_trouble:+; $nk_trouble}"
  nk_mail_failed checksum-mismatch "$nk_message"
  nk_fail checksum-mismatch "$nk_message"
fi
[ -z "$nk_trouble" ] || nk_emit note message "$nk_trouble"
{
  cat ./nightkeep.conf
  nk_encode "$nk_trouble"
  printf 'note %s\n' "$nk_encoded"
  nk_encode "$nk_memory"
  printf 'memory %s\n' "$nk_encoded"
  nk_encode "$nk_mark_file"
  printf 'markFile %s\n.\n' "$nk_encoded"
} >"$nk_work/input"
sh ./night <"$nk_work/input"
