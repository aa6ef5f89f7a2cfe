# shellcheck shell=sh
# Which kind of tool a machine has.

# nk_is_gnu TOOL: true where it has GNU's options. A BSD's knows no --version, and only fails.
nk_is_gnu() {
  case $("$1" --version 2>/dev/null) in *GNU*) return 0 ;; *) return 1 ;; esac
}
