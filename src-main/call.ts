import { randomBytes } from 'node:crypto';
import { type CommandName, commands, issuesInWords, issuesOf, NightkeepError } from './contract/index.ts';
import type { Caller, Handlers } from './features/feature.ts';
import type { Log } from './stores/log.ts';

const isCommand = (name: unknown): name is CommandName => typeof name === 'string' && Object.hasOwn(commands, name);

/** Logs a bug and gives what crosses in its place: an id to find it by, and nothing of the inside. */
export function internalError(log: Log, what: string, error: unknown): NightkeepError {
  const id = randomBytes(6).toString('hex');
  log.error(what, error, { id });
  return new NightkeepError('internal', `something went wrong in Nightkeep itself; its log has it as ${id}`, { id });
}

/**
 * Checks the name and the input, then calls the handler. Throws only NightkeepErrors: unknown-command, bad-input with
 * details.issues, what the handler expects to go wrong, or `internal`.
 */
export async function callHandler(
  handlers: Handlers<CommandName>,
  log: Log,
  caller: Caller,
  name: unknown,
  input: unknown,
): Promise<unknown> {
  if (!isCommand(name)) throw new NightkeepError('unknown-command', `there is no command ${printable(name)}`);
  const parsed = commands[name].input.safeParse(input ?? undefined);
  if (!parsed.success) {
    const issues = issuesOf(parsed.error);
    throw new NightkeepError('bad-input', `${name}: ${issuesInWords(issues)}`, { issues });
  }
  // The type map ties each handler to its own schema; a name that is only known when it runs can't say so to the compiler.
  const handler = handlers[name] as (input: unknown, caller: Caller) => unknown;
  try {
    return await handler(parsed.data, caller);
  } catch (error) {
    throw error instanceof NightkeepError ? error : internalError(log, `${name} failed`, error);
  }
}

const printable = (name: unknown) => (typeof name === 'string' ? JSON.stringify(name.slice(0, 80)) : 'of that kind');
