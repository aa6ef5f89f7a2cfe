import type { CommandArguments, CommandName, CommandResult, EventName, Events } from '../contract/index.ts';

/** Who calls. `by` is the member of staff, as it is written into holds and actions. */
export interface Caller {
  by: string;
}

/** The handlers of some commands. Each feature gives the ones it owns; core.ts joins them. */
export type Handlers<Names extends CommandName> = {
  [Name in Names]: (
    input: CommandArguments<Name>,
    caller: Caller,
  ) => Promise<CommandResult<Name>> | CommandResult<Name>;
};

export type Publish = <Name extends EventName>(event: Name, payload: Events[Name]) => void;
