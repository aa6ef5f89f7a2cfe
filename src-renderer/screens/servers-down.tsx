import { displayText } from '../format/display-text.ts';
import { useAnswer } from '../state/commands.ts';
import { ErrorBox } from '../ui/error-box.tsx';

/** A list put together from all servers is not whole where one of them can't be asked, and must not look as if it were. */
export function ServersDown({ what }: { what: string }) {
  const machines = useAnswer('fleet.status', {}).data?.machines ?? [];
  const down = machines.filter(({ role, state }) => role === 'server' && state === 'unreachable');
  return down.map(({ name, error }) => (
    <ErrorBox
      key={name}
      error={{
        code: 'unreachable',
        message: `${what} of ${name} are not in this list. ${displayText(error ?? '')}`.trim(),
      }}
    />
  ));
}
