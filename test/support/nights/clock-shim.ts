import type { Estate } from '../../programs/night/estate.ts';
import { pathOf } from '../../programs/night/estate.ts';

/** From now on the machines of an estate have this time, standing still: a `date` of the test's stands first on PATH. */
export function setClock(estate: Estate, at: Date): void {
  const seconds = Math.floor(at.getTime() / 1000);
  estate.putProgram('date', `exec '${pathOf('date')}' -d '@${seconds}' "$@"`);
}

/** The same with a clock of its own for each machine. */
export function setClocks(estate: Estate, { host, server }: Record<'host' | 'server', Date>): void {
  const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
  estate.putProgram(
    'date',
    `at=${seconds(host)}\n[ "$NIGHTKEEP_PREFIX" != '${estate.server}' ] || at=${seconds(server)}\nexec '${pathOf('date')}' -d "@$at" "$@"`,
  );
}
