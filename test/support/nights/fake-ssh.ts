/**
 * An `ssh` that reaches the server without a network, and breaks as a connection does: what it starts there is in a
 * session of its own and is spoken to over pipes that end with this process, so that killing it leaves the far side
 * alive with an end of file, as sshd does. Environment variables ON_SERVER_… of the host are set there.
 */
export function fakeSsh(environment: Record<string, string>): string {
  const variables = Object.entries(environment).map(([key, value]) => `'${key}=${value.replaceAll("'", `'\\''`)}'`);
  return `#!/bin/sh
while :; do
  case $1 in
    -o | -F) shift 2 ;;
    -*) shift ;;
    *) break ;;
  esac
done
shift
# The commands that a test stops at are the programs' own, not this one's.
PATH=\${PATH#*/shims:}
pipes=$(mktemp -d "$TMPDIR/ssh.XXXXXX")
mkfifo "$pipes/in" "$pipes/out"
# A shell gives its children in the background no stdin but one with a number of its own.
exec 3<&0
cat <&3 3<&- >"$pipes/in" &
to=$!
cat <"$pipes/out" 3<&- &
from=$!
set -- setsid sh -c "$1"
while IFS= read -r pair; do
  [ -z "$pair" ] || set -- "$pair" "$@"
done <<END
$(env | sed -n 's/^ON_SERVER_//p')
END
env -i ${variables.join(' ')} "$@" <"$pipes/in" >"$pipes/out" 3<&- &
far=$!
wait $far
code=$?
wait $from
kill $to 2>/dev/null
rm -rf "$pipes"
[ $code -le 128 ] || code=255
exit $code
`;
}
