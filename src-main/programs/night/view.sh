# shellcheck shell=sh
# Runs on the host, as root on Linux 5.10 and newer: how the entries are read. Through a view of the file systems, read-only,
# on which no symlink is ever followed: whatever a customer puts in a folder's place while the night runs, it leads
# nowhere. The view is in a mount namespace of its own, which lives as long as the process of the session.

# nk_prepare_view: before the session is opened; where there can be none, $nk_view_folder stays empty.
nk_prepare_view() {
  nk_view='' nk_view_folder=
  [ -s "$nk_work/view.mounts" ] && command -v nsenter >/dev/null 2>&1 || return 0
  ! unshare -m --propagation slave -- mkdir "$nk_work/view" 2>/dev/null || nk_view_folder=$nk_work/view
}

# Makes the view: WORK, a folder with a table for mount and an empty folder `view`, in which `view.made` says that it is
# one. A kernel that does not know the option passes it over, and a mount that lacks it is no view.
# shellcheck disable=SC2016 # for the inner shell
nk_make_view='
  mount -a -T "$1/view.mounts" >/dev/null 2>&1 && {
    held=yes
    while read -r device at type options others; do
      case $at in "$1/view" | "$1/view"/*) case ,$options, in *,nosymfollow,*) ;; *) held= ;; esac ;; esac
    done </proc/self/mounts
    [ -z "$held" ] || true >"$1/view.made"
  }
'

# nk_can_view: whether there can be a view here, by making one.
nk_can_view() {
  command -v nsenter >/dev/null 2>&1 && nk_trial=$(mktemp -d "${TMPDIR:-/tmp}/nightkeep.XXXXXXXX") || return 1
  mkdir "$nk_trial/view" && printf '/ %s none bind,ro,nosymfollow 0 0\n' "$nk_trial/view" >"$nk_trial/view.mounts" &&
    unshare -m --propagation slave -- sh -c "$nk_make_view" sh "$nk_trial" >/dev/null 2>&1 && [ -e "$nk_trial/view.made" ]
  nk_tried=$?
  rm -f "$nk_trial/view.mounts" "$nk_trial/view.made"
  rmdir "$nk_trial/view" "$nk_trial"
  return $nk_tried
}

# nk_run_session: becomes the session, with the view beside it.
nk_run_session() {
  [ -n "$nk_view_folder" ] || exec sh "$nk_work/ssh"
  # shellcheck disable=SC2016 # for the inner shell
  exec unshare -m --propagation slave -- sh -c "$nk_make_view"'exec sh "$1/ssh"' sh "$nk_work"
}

# nk_open_view: once the session is there. $nk_follows is the version of an rsync that follows what it should not. On a view,
# where the kernel follows nothing, an rsync that holds by itself need not go to each file folder by folder.
nk_open_view() {
  nk_follows='' nk_unwatched=
  if [ -e "$nk_work/view.made" ]; then
    nk_view=$nk_view_folder nk_unwatched=${nk_holds_here:+--insecure-links}
  elif [ -z "$nk_holds_here" ]; then
    nk_follows=$nk_rsync_here
  fi
}

# For awk: what rsync says, with the paths that the host has.
# shellcheck disable=SC2016,SC2034 # awk's own, for other parts
nk_awk_without_view='
  function without_view(text,  view, at, out) {
    view = ENVIRON["nk_view"]
    while (view != "" && (at = index(text, view)) > 0) {
      out = out substr(text, 1, at - 1)
      text = substr(text, at + length(view))
    }
    return out text
  }'

# nk_reading COMMAND...: runs it in the root of this host, as the entries are to be read.
nk_reading() { (nk_become_reading "$@"); }

# nk_become_reading COMMAND...: becomes it, so that its process is the one that can be ended.
nk_become_reading() {
  if [ -z "$nk_view" ]; then
    exec "$@"
  else
    # shellcheck disable=SC2016 # for the inner shell
    exec nsenter -t "$nk_session_pid" -m -- sh -c 'cd "$0" && exec "$@"' "$nk_view$PWD" "$@"
  fi
}
