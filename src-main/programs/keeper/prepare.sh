# shellcheck shell=sh
# Runs on the server, in the background when a night was published: makes the base of the next one (see base.sh) of the
# night that left rotation: the names that changed since (`.nightkeep/changes/RUN`) are linked anew with the newest night.
# Where these are not known, it is a copy of the newest night by hard links.

# nk_prepare_base: needs no lock, since nobody else knows what it makes until that is done.
nk_prepare_base() {
  ! nk_keeps_snapshots || return 0
  # Its own process, which outlives the session's.
  nk_maker=
  { read -r nk_maker nk_rest </proc/self/stat; } 2>/dev/null || nk_maker=$(exec sh -c 'printf "%s\n" "$PPID"')
  [ -d ./0 ] && [ ! -e .nightkeep/base ] && nk_process_began "$nk_maker" || return 0
  nk_making=.nightkeep/making-$nk_maker-$nk_began
  mkdir "$nk_making" || return 0
  if ! { mv .nightkeep/spare "$nk_making/tree" 2>/dev/null && nk_changed_since && nk_refresh_base; }; then
    # By short names: a path may be as long on the host as a system allows, and has to lead somewhere here.
    (cd "$nk_making" && rm -rf tree && mkdir tree && ln -s ../../0 n && cp -al n/. tree 2>/dev/null) || :
  fi
  [ -d "$nk_making/tree" ] && [ ! -e .nightkeep/base ] && mv "$nk_making/tree" .nightkeep/base
  nk_trash "$nk_making" "${nk_making##*/}"
  nk_drop_changes
}

# nk_changed_since: the names that changed in any of the nights, into the list $nk_making/names; fails where one does not
# tell.
nk_changed_since() {
  set --
  nk_list_nights
  for nk_newer in $nk_nights_there; do
    nk_night "$nk_newer"
    [ -f ".nightkeep/changes/$nk_night_run" ] || return 1
    set -- "$@" ".nightkeep/changes/$nk_night_run"
  done
  cat "$@" >"$nk_making/names"
}

# nk_refresh_base: what changed leaves the night that left, and is linked anew from the newest one.
nk_refresh_base() {
  # The record stays that of the night that left, for what is plain; what is joined is as in the newest.
  nk_take_out "$nk_making/tree" "$nk_making/names" && nk_link_names && cp ./0/.nightkeep-links "$nk_making/tree/"
}

# nk_link_names: of the names, those that the newest night has as anything but a folder, and by way of folders only. What
# could not be linked is sent by the host again. Fails where a name may be too long to be reached by its path from here.
nk_link_names() {
  # shellcheck disable=SC2016 # for the inner shell
  (cd ./0 && xargs -0 sh -c '
    way=
    for name do
      name=${name#./}
      [ ${#name} -lt 900 ] || exit 255
      case $name in
        */*)
          if [ "${name%/*}" != "$way" ]; then
            at= rest=${name%/*}/
            while [ -n "$rest" ]; do
              at=$at${rest%%/*} rest=${rest#*/}
              if [ -h "./$at" ] || [ ! -d "./$at" ]; then at=; break; fi
              at=$at/
            done
            [ -n "$at" ] || continue
            way=${name%/*}
          fi
          ;;
      esac
      if [ -h "./$name" ] || { [ -e "./$name" ] && [ ! -d "./$name" ]; }; then printf "./%s\000" "$name"; fi
    done' sh) <"$nk_making/names" >"$nk_making/names.left" || return 1
  [ -s "$nk_making/names.left" ] || return 0
  if nk_is_gnu cp; then
    # shellcheck disable=SC2016 # for the inner shell
    (cd ./0 && nk_to=$nk_top/$nk_making/tree xargs -0 sh -c 'exec cp -al --parents -- "$@" "$nk_to"' sh) <"$nk_making/names.left" 2>/dev/null || :
  else
    # shellcheck disable=SC2086 # one word, or none
    rsync "-aHS$nk_features" $nk_fine_times $nk_insecure --no-r --numeric-ids --ignore-existing --ignore-missing-args \
      --from0 --files-from="$nk_making/names.left" --link-dest="$nk_top/0" ./0/ "$nk_making/tree/" >/dev/null 2>&1 || :
  fi
}

# nk_drop_changes: of nights that are not kept any more. Looks first at what there is and then at what is needed: a run
# that begins meanwhile keeps its own.
nk_drop_changes() {
  set -- .nightkeep/changes/*
  nk_busy_run=
  { IFS= read -r nk_busy_run <.nightkeep/lock/run; } 2>/dev/null || :
  nk_wanted_runs=/$nk_busy_run/
  nk_list_nights
  for nk_newer in $nk_nights_there; do
    nk_night "$nk_newer"
    nk_wanted_runs=$nk_wanted_runs$nk_night_run/
  done
  for nk_changes; do
    shift
    case $nk_wanted_runs in *"/${nk_changes##*/}/"*) ;; *) set -- "$@" "$nk_changes" ;; esac
  done
  [ $# = 0 ] || rm -rf "$@"
}

# nk_tidy_up_behind: left behind in the background when a session ends that published a night.
nk_tidy_up_behind() {
  (
    trap '' HUP
    exec </dev/null >/dev/null 2>&1
    nk_prepare_base
    nk_empty_trash
  ) &
}
