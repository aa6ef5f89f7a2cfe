# shellcheck shell=sh
# Runs on the server: an entry for which the last night stands in.

# nk_carry: $nk_path is in the new night as in the last: the same files. Sets $nk_same_as and the counts.
nk_carry() {
  nk_files=0 nk_bytes=0
  # What the entry around it holds is the truth about one that lies in it.
  [ "$nk_kind" != covered ] && nk_is_whole_path "$nk_path" || return 0
  case $nk_path in /.nightkeep*) return 0 ;; esac
  nk_note_time
  [ "$nk_kind" != unfinished ] || nk_keep_for_next || return 1
  # What the base has of it need not be of the last night.
  printf '%s\000' "${nk_path#/}" >"$nk_scratch/carry" && nk_take_out .nightkeep/base "$nk_scratch/carry" || return 1
  if (cd ./0 2>/dev/null && nk_leads_to "$nk_path"); then
    if nk_copy_linked 0 "$nk_path" .nightkeep/base; then
      nk_same_as=${nk_before_run:-$nk_previous_run}
      nk_files=${nk_copied_files:-0} nk_bytes=${nk_copied_bytes:-0}
    else
      nk_message="$nk_message; the night before could not stand in for it"
    fi
  fi
  [ -n "$nk_early" ] || touch -r "$nk_scratch/time" "$nk_stands" || return 1
}

# nk_keep_for_next: what came of one that was not finished in its time waits as the next run finds what a dead one received.
nk_keep_for_next() {
  (cd .nightkeep/base && nk_leads_to "$nk_path") || return 0
  mkdir -p "$nk_patch" && (cd "$nk_patch" && nk_descend "${nk_path%/*}" make) && mv ".nightkeep/base$nk_path" "$nk_patch${nk_path%/*}/"
}

# nk_note_time: of one that is carried on late, the nearest folder around it that is there has its time already.
nk_note_time() {
  [ -z "$nk_early" ] || return 0
  nk_stands=.nightkeep/base
  nk_ahead=${nk_path#/}
  while :; do
    case $nk_ahead in */*) ;; *) break ;; esac
    nk_parent_name=${nk_ahead%%/*}
    [ -d "$nk_stands/$nk_parent_name" ] && [ ! -h "$nk_stands/$nk_parent_name" ] || break
    nk_stands=$nk_stands/$nk_parent_name
    nk_ahead=${nk_ahead#*/}
  done
  touch -r "$nk_stands" "$nk_scratch/time"
}
