# shellcheck shell=sh
# Runs on the host, first of all: looks where each entry is before anything is compared. Costs no process an entry.

# nk_find_entry PATH: goes to where it is. Sets $nk_kind. Where it can't be copied, sets $nk_state, $nk_message and
# $nk_target and fails. No symlink is followed below $nk_prefix.
nk_find_entry() {
  nk_state=good nk_message='' nk_target='' nk_kind=directory
  cd -P "$nk_prefix/" || return 1
  nk_onward=${1#/}
  nk_walked=
  while [ -n "$nk_onward" ]; do
    nk_component=${nk_onward%%/*}
    case $nk_onward in */*) nk_onward=${nk_onward#*/} ;; *) nk_onward= ;; esac
    nk_walked=$nk_walked/$nk_component
    if [ -h "./$nk_component" ]; then
      nk_state=symlink
      nk_message="$nk_walked is a symlink to $(readlink "./$nk_component"), and symlinks are not followed"
      nk_find_target "$1"
      return 1
    fi
    if [ ! -e "./$nk_component" ]; then
      nk_state=missing
      nk_message="$nk_walked does not exist"
      return 1
    fi
    if [ ! -d "./$nk_component" ]; then
      if [ -n "$nk_onward" ] || [ ! -f "./$nk_component" ]; then
        nk_state=missing
        nk_message="$nk_walked is not a directory"
        return 1
      fi
      nk_kind='file'
      return 0
    fi
    nk_step_into "$nk_component" || {
      nk_state=failed
      nk_message="$nk_walked can't be entered"
      return 1
    }
  done
}

# nk_judge_entries: those to compare into the list `walked`, the others as nk_tell_entry has it. Ends in the root.
nk_judge_entries() {
  true >"$nk_work/told" && true >"$nk_work/walked" || nk_no_notes
  while IFS=$nk_tab read -r nk_covered nk_listed <&5; do
    nk_decode "$nk_listed"
    nk_judge_entry "$nk_decoded" || continue
    printf '%s\n' "$nk_listed" >>"$nk_work/walked" || nk_no_notes
  done 5<"$nk_work/judged"
  cd -P "$nk_prefix/" || nk_fail_session program-failed 'the root of this host can not be entered'
}

# nk_judge_entry PATH: fails, having told of it, where there is nothing to compare.
nk_judge_entry() {
  if nk_why_not_a_path "$1"; then
    nk_state=failed nk_message=$nk_why nk_target='' nk_kind=directory
  elif nk_find_entry "$1"; then
    [ "$nk_covered" = yes ] || return 0
    # The entry around it has what there is of it.
    nk_state=covered nk_kind=covered
  elif [ "$nk_covered" = yes ]; then
    nk_kind=covered
  fi
  nk_tell_entry "$1"
  return 1
}

# nk_tell_entry PATH: what became of it, as the server is told in the end.
nk_tell_entry() {
  nk_format entry path "$1" state "$nk_state" kind "$nk_kind" added 0 changed 0 message "$nk_message" target "$nk_target"
  printf '%s\n' "$nk_line" >>"$nk_work/told" || nk_no_notes
}

# nk_find_covered: how many there are into `total`; each once, in its order, after `yes` where another that can be an entry lies around it.
nk_find_covered() {
  awk -v tab="$nk_tab" -v total="$nk_work/total" '
    !($0 in seen) { seen[$0] = 1; line[++lines] = $0; if ($0 ~ /^\/./ && ($0 "/") !~ /\/\.\.?\//) stands[$0] = 1 }
    END {
      print lines + 0 > total
      for (number = 1; number <= lines; number++) {
        covered = "no"
        for (up = line[number]; match(up, /\/[^\/]*$/) && RSTART > 1;) {
          up = substr(up, 1, RSTART - 1)
          if (up in stands) { covered = "yes"; break }
        }
        print covered tab line[number]
      }
    }' "$nk_work/entries"
}
