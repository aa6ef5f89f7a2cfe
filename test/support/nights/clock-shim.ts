import type { Estate } from '../../programs/night/estate.ts';
import { pathOf } from '../../programs/night/estate.ts';

/** From now on the machines of an estate have this time, standing still: a `date` of the test's stands first on PATH. */
export function setClock(estate: Estate, at: Date): void {
  const seconds = Math.floor(at.getTime() / 1000);
  estate.putProgram('date', `exec '${pathOf('date')}' -d '@${seconds}' "$@"`);
}
