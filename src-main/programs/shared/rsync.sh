# shellcheck shell=sh
# What an rsync can do.

# nk_rsync_features VERSION-TEXT: its version into $nk_rsync_version; into $nk_features the letters of what it keeps
# beyond the usual (A for ACLs, X for extended attributes); into $nk_fine 1 where it compares times to the nanosecond; into
# $nk_holds 1 where it follows no symlink that takes a folder's place.
nk_rsync_features() {
  nk_rsync_version='' nk_features='' nk_fine='' nk_holds=
  case $1 in rsync*version*) ;; *) return 1 ;; esac
  nk_rsync_version=${1#*version }
  nk_rsync_version=${nk_rsync_version#v}
  nk_rsync_version=${nk_rsync_version%%[!0-9.]*}
  case $1 in *'no ACLs'*) ;; *ACLs*) nk_features=A ;; esac
  case $1 in *'no xattrs'*) ;; *xattrs*) nk_features=${nk_features}X ;; esac
  # --modify-window=-1 came with 3.1.3.
  case $nk_rsync_version in
    [0-2].* | 3.0.* | 3.1.[0-2] | 3.1) ;;
    3.[0-4] | 3.[0-4].*) nk_fine=1 ;;
    *) nk_fine=1 nk_holds=1 ;;
  esac
}

# nk_common_features HERE THERE: the letters in both, into $nk_features.
nk_common_features() {
  nk_features=
  for nk_letter in A X; do
    case $1 in *$nk_letter*) case $2 in *$nk_letter*) nk_features=$nk_features$nk_letter ;; esac ;; esac
  done
}
