# shellcheck shell=sh
# Runs on the host, as rsync's remote shell: `sh call HOST rsync --server ...`. Its folder holds the keeper's text, the
# input that names the run, and the words of ssh.
nk_work=${0%/*}
shift 2
for nk_word; do
  # rsync's words are options and `.`; the keeper refuses all others.
  printf 'word %s\n' "$nk_word"
done >"$nk_work/words.$$" && printf '.\n' >>"$nk_work/words.$$" && mkfifo "$nk_work/up.$$" || exit 1
# The feeding is left to the background, so that nothing but ssh holds rsync's other end: its end is rsync's too. That a
# pipe broke, when ssh has ended, is no news.
exec 6<&0
cat "$nk_work/keeper" "$nk_work/receive" "$nk_work/words.$$" - <&6 >"$nk_work/up.$$" 2>/dev/null &
exec 6<&-
exec sh "$nk_work/ssh" <"$nk_work/up.$$"
