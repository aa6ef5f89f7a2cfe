# shellcheck shell=sh
# What a host sends instead of the keeper's whole text while its session lives: that was read once, byte by byte as from
# any pipe, and lies beside the lock. The first line of the input says where.
IFS= read -r nk_short
nk_short=$(printf '%b.' "${nk_short#keeper }")
# shellcheck source=/dev/null # the session's own copy
. "${NIGHTKEEP_PREFIX-}${nk_short%.}/.nightkeep/lock/keeper"
