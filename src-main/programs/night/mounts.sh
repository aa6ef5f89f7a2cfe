# shellcheck shell=sh
# Runs on the host: file systems that are mounted below an entry. Each is counted by itself on the server, so that one that
# is not mounted tonight is seen though the entry around it has much else. What only looks like files is not walked.

# nk_find_mounts: those below an entry into `mounts`, those of no files, as rsync tells names, into `pseudo`. Encoded, a
# line each. All that entries lie in, as lines of a table for mount, into `view.mounts` (see view.sh). Where the machine
# can't tell there are none.
nk_find_mounts() {
  true >"$nk_work/mounts" && true >"$nk_work/pseudo" && true >"$nk_work/view.mounts" || nk_no_notes
  if [ -r /proc/self/mounts ]; then
    nk_mounted=/proc/self/mounts
  else
    mount -p >"$nk_work/mounted" 2>/dev/null || true >"$nk_work/mounted"
    nk_mounted=$nk_work/mounted
  fi
  nk_root=$nk_prefix awk -v pseudo="$nk_work/pseudo" -v mounts="$nk_work/mounts" -v table="$nk_work/view.mounts" \
    -v view="$nk_work/view" "$nk_awk_names"'
    # The system writes blanks and such in octal; what else it writes so is no name that a mount has.
    function plain(text) {
      gsub(/\\040/, " ", text); gsub(/\\134/, "\\\\", text); gsub(/\\011/, "\\t", text)
      return text
    }
    # Of a mount, what a mount of it elsewhere must not take off.
    function kept(options,  at, each, out) {
      split(options, each, ",")
      for (at in each) if (each[at] ~ /^(nosuid|nodev|noexec|noatime|nodiratime|relatime)$/) out = out "," each[at]
      return out
    }
    FILENAME ~ /entries$/ {
      entry[$0] = 1
      for (up = ENVIRON["nk_root"] $0; up != ""; up = above(up)) around[up] = 1
      next
    }
    {
      path = $2
      if (path ~ /\\012/) next
      path = plain(path)
      root = ENVIRON["nk_root"]
      # Within the root of this host, which tests have elsewhere; none lies in an entry without it.
      own = index(path, root "/") == 1 ? substr(path, length(root) + 1) : ""
      for (up = above(own); up != ""; up = above(up)) if (up in entry) break
      is_pseudo = $3 ~ /^(proc|procfs|linprocfs|sysfs|linsysfs|devtmpfs|devpts|devfs|fdescfs|cgroup|cgroup2|debugfs|tracefs|securityfs|configfs|pstore|mqueue|bpf|binfmt_misc|efivarfs|fusectl|rpc_pipefs|nsfs)$/
      if (!is_pseudo && $3 != "autofs" && (up != "" || path == "/" || (path in around)))
        print $2, view ($2 == "/" ? "" : $2), "none", "bind,ro,nosymfollow" kept($4), 0, 0 > table
      if (up == "" || (own in seen)) next
      seen[own] = 1
      if (is_pseudo) print as_rsync(substr(own, 2)) > pseudo
      else if (own !~ /\\/) print own > mounts
    }' "$nk_work/entries" "$nk_mounted" || nk_no_notes
  while IFS= read -r nk_pseudo_mount; do
    nk_emit note message "/$nk_pseudo_mount is no file system of files, and is not copied"
  done <"$nk_work/pseudo"
}
