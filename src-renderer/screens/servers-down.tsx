import { displayText } from '../format/display-text.ts';
import { when } from '../format/times.ts';
import { useAnswer } from '../state/commands.ts';
import { useNow, useTimeZone } from '../state/fleet.ts';
import { ErrorBox } from '../ui/error-box.tsx';

/** A list put together from all servers is not whole where one of them can't be asked, and must not look as if it were. */
export function ServersDown({ what }: { what: string }) {
  const machines = useAnswer('fleet.status', {}).data?.machines ?? [];
  const down = machines.filter(({ role, state }) => role === 'server' && state === 'unreachable');
  const zone = useTimeZone();
  const now = useNow();
  return down.map((server) => {
    const { name, error = '', since } = server;
    const age = since === undefined ? '' : ` It has not answered since ${when(since, zone, now)}.`;
    const message = `${what} of ${name} are not in this list. ${displayText(error)}`.trim() + age;
    return <ErrorBox key={name} error={{ code: 'unreachable', message }} />;
  });
}
