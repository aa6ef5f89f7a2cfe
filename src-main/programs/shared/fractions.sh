# shellcheck shell=sh
# nk_keeps_fractions FILE: whether its disk keeps fractions of the second, by setting its time: 0 or 1; 2 where these tools
# can't set or tell one.
nk_keeps_fractions() {
  touch -d 2001-09-09T01:46:40.123456789 "$1" 2>/dev/null || return 2
  case $({ stat -c %y "$1" || stat -f %Fm "$1"; } 2>/dev/null) in
    *.123456789*) ;;
    '') return 2 ;;
    *) return 1 ;;
  esac
}
