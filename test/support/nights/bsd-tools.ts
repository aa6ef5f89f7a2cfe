import { pathOf } from '../../programs/night/estate.ts';

/** What FreeBSD's tools do not take, as patterns of sh. */
const refused: Record<string, string> = {
  cp: '-[TtuZ]*',
  date: '-d* | -I* | +*%N*',
  find: "-printf | -quit | -readable | -regextype | *'[:'*",
  // Without a word for the kept file it would take the next one for it.
  sed: '-i | -r* | -z* | -s | -u',
  stat: '-c*',
  sync: '?*',
  xargs: '-r | -d* | -a*',
};

/** The columns as FreeBSD pads them, with what is left below nothing where root's reserve is in use. */
const DF = `case $* in -Pk*) ;; *) exit 64 ;; esac
printf '%-28s %13s %8s %8s %8s    %s\\n' Filesystem 1024-blocks Used Avail Capacity 'Mounted on'
printf '%-28s %13s %8s %8s %7s    %s\\n' '/dev/my disk' 20307196 20308750 -1554 100% /`;

const STAT = `case $1$2 in -f%B) format=%W ;; -f%m) format=%Y ;; '-f%B %m %i') format='%W %Y %i' ;; *) exit 1 ;; esac
shift 2
exec '${pathOf('stat')}' -c "$format" "$@"`;

/**
 * Puts tools in front of this machine's that refuse what FreeBSD's refuse and print what they print, for programs of
 * either side. `put` gets each tool's name and its text after the first line.
 */
export function putBsdTools(put: (name: string, source: string) => void): void {
  for (const [name, patterns] of Object.entries(refused)) {
    const check = `for word; do case $word in --) break ;; --?* | ${patterns}) echo "$0: illegal option" >&2; exit 64 ;; esac; done`;
    put(name, `${check}\n${name === 'sync' ? '' : name === 'stat' ? STAT : `exec '${pathOf(name)}' "$@"`}`);
  }
  put('df', DF);
}
