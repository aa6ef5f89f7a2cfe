# shellcheck shell=sh
# Runs on the server, in a backupdir.

# nk_list_nights: the indexes of the nights there are into $nk_nights_there, newest first. There may be holes.
nk_list_nights() {
  nk_nights_there=
  # In the order of their names, and so of their numbers as long as those have as many digits.
  for nk_number in [0-9] [1-9][0-9] [1-9][0-9][0-9] [1-9][0-9][0-9][0-9] [1-9][0-9][0-9][0-9][0-9]; do
    [ ! -d "./$nk_number" ] || [ -h "./$nk_number" ] || nk_nights_there="$nk_nights_there $nk_number"
  done
}
