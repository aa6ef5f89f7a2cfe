# shellcheck shell=sh
# The beginning of the gate: a clean environment, which neither the host nor sshd's AcceptEnv has a say in. In its place
# the gate begins once more (see gate.sh), with the settings in its environment.
nk_placed=
case ${1-} in
  --clean) shift ;;
  --placed)
    shift
    nk_placed=yes
    ;;
  *)
    exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
      SSH_ORIGINAL_COMMAND="${SSH_ORIGINAL_COMMAND-}" SSH_CONNECTION="${SSH_CONNECTION-}" "$0" --clean "$@"
    ;;
esac
# No host needs more memory than this for the names of its files.
# shellcheck disable=SC3045 # not in POSIX, but in each of the shells
ulimit -v 8388608 2>/dev/null || :
cd / || exit 1
