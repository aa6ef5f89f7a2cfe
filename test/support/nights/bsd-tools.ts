import { pathOf } from '../../programs/night/estate.ts';

/** What FreeBSD's tools do not take, as patterns of sh. A word of its own beginning with -- is refused by each. */
const refused: Record<string, string> = {
  awk: '',
  cat: '',
  cmp: '',
  cp: '-[TtuZ]*',
  date: '-d* | -I* | +*%N*',
  find: "-printf | -quit | -readable | -regextype | *'[:'*",
  grep: '-P* | -z*',
  head: '-z',
  ln: '-T | -r',
  ls: '',
  mkdir: '-Z',
  mkfifo: '',
  mktemp: '-p* | -u*',
  mv: '-[TtuZ]*',
  nice: '',
  od: '',
  ps: '-e* | -f | -C*',
  readlink: '-e | -m | -z',
  rm: '',
  // Without a word for the kept file it would take the next one for it.
  sed: '-i | -r* | -z* | -s | -u',
  sleep: '',
  sort: '-z* | -V | -h',
  stat: '-c*',
  // It takes no name; fsync does.
  sync: '?*',
  tail: '-z',
  // Its -d takes a time as ISO 8601 writes it, with a fraction, and no other.
  touch: '-d?* | @* | now | *ago',
  tr: '',
  wc: '-L',
  xargs: '-r | -d* | -a*',
};

/** Of these, what follows the first plain word is their program, or another's words. */
const takeAProgram = new Set(['awk', 'grep', 'nice', 'sed', 'xargs']);

/** The columns as FreeBSD pads them. */
const PADDED = `NR == 1 { printf "%-28s %13s %8s %8s %8s    %s\\n", "Filesystem", "1024-blocks", "Used", "Avail", "Capacity", "Mounted on"; next }
{ printf "%-28s %13s %8s %8s %7s    %s\\n", $1, $2, $3, $4, $5, $6 }`;

/** What does not only refuse. */
const bodies: Record<string, string> = {
  df: `case $* in -Pk*) ;; *) exit 64 ;; esac\n'${pathOf('df')}' "$@" | awk '${PADDED}'`,
  fsync: '[ -f "$1" ] && [ $# = 1 ]',
  ionice: 'exit 127',
  stat: `follow=
[ "$1" != -L ] || { follow=-L; shift; }
case $1$2 in
  -f%B) format=%W ;; -f%m) format=%Y ;; -f%i) format=%i ;; '-f%B %m %i') format='%W %Y %i' ;;
  '-f%i %z %m') format='%i %s %Y' ;; '-f%i %z %m %N') format='%i %s %Y %n' ;;
  *) echo "$0: illegal option" >&2; exit 1 ;;
esac
shift 2
[ $# -gt 0 ] || { follow=-L; set -- /dev/stdin; }
exec '${pathOf('stat')}' $follow -c "$format" "$@"`,
  sync: '',
};

/**
 * Puts tools in front of this machine's that refuse what FreeBSD's refuse and print what they print, for programs of
 * either side. `put` gets each tool's name and its text after the first line. What was refused is added to `log`, but for
 * the questions that are asked to find out which kind a tool is: `--version`, and stat's first options.
 */
export function putBsdTools(put: (name: string, source: string) => void, log = '/dev/null'): void {
  const asked = '[ "$*" != --version ] || { echo "illegal option" >&2; exit 64; }';
  for (const name of new Set([...Object.keys(refused), ...Object.keys(bodies)])) {
    const patterns = ['--?*', ...(refused[name] ? [refused[name]] : [])].join(' | ');
    const refuse = `${name === 'stat' ? '' : `echo "$0 $*" >>'${log}'; `}echo "$0: illegal option" >&2; exit 64`;
    const end = takeAProgram.has(name) ? '[!-]*) break ;; ' : '';
    const check = `for word; do case $word in --) break ;; ${end}${patterns}) ${refuse} ;; esac; done`;
    put(name, `${asked}\n${check}\n${bodies[name] ?? `exec '${pathOf(name)}' "$@"`}`);
  }
}

/** A disk of which root's reserve is in use: what is left is below nothing. */
export const DF_IN_RESERVE = `printf '%-28s %13s %8s %8s %8s    %s\\n' Filesystem 1024-blocks Used Avail Capacity 'Mounted on'
printf '%-28s %13s %8s %8s %7s    %s\\n' '/dev/my disk' 20307196 20308750 -1554 100% /`;
