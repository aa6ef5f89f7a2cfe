import type {
  Bridge,
  CommandInput,
  CommandName,
  CommandResult,
  EventName,
  Events,
} from '../../src-main/contract/index.ts';
import { CallError } from './call-error.ts';
import type { Connection } from './connection.ts';

declare global {
  interface Window {
    /** What the preload of the Electron shell puts there. */
    nightkeep?: Bridge;
  }
}

/** A connection over the preload's bridge. It can't be lost: the core lives in the same program. */
export function connectBridge(bridge: Bridge): Connection {
  return {
    async call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>> {
      const answer = await bridge.call(name, input);
      if ('error' in answer) throw new CallError(answer.error);
      return answer.result;
    },
    subscribe: <Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void) =>
      bridge.subscribe(event, listener),
    link: { state: () => 'open', subscribe: () => () => {}, retry: () => {} },
  };
}
