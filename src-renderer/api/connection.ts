import type {
  CommandInput,
  CommandName,
  CommandOutput,
  CommandResult,
  EventName,
  Events,
  JobName,
} from '../../src-main/contract/index.ts';

/** Commands that answer at once. */
export type QueryName = Exclude<CommandName, JobName>;

export type LinkState = 'connecting' | 'open' | 'lost';

/** The one way from a screen to the core. A failing call throws a CallError. */
export interface Connection {
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>>;
  subscribe<Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void): () => void;
  link: {
    state(): LinkState;
    subscribe(listener: () => void): () => void;
    /** Tries again now instead of waiting for the next attempt. */
    retry(): void;
  };
}

export type { CommandInput, CommandName, CommandOutput, EventName, Events, JobName };
