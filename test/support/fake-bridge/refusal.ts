import type { CommandArguments, CommandName, CommandResult, ErrorEnvelope } from '../../../src-main/contract/index.ts';

export type Handler<Name extends CommandName> = (input: CommandArguments<Name>) => CommandResult<Name>;
export type FakeHandlers = { [Name in CommandName]: Handler<Name> };

/** What a handler throws to answer with an error. */
export class Refusal extends Error {
  readonly envelope: ErrorEnvelope;
  constructor(envelope: ErrorEnvelope) {
    super(envelope.message);
    this.envelope = envelope;
  }
}
