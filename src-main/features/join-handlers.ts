import { type CommandName, commands } from '../contract/index.ts';
import type { Handlers } from './feature.ts';

type AnyHandlers = Partial<Handlers<CommandName>>;

/** Joins the features' handlers. Throws at start where two features own one command, or none does. */
export function joinHandlers(features: readonly AnyHandlers[]): Handlers<CommandName> {
  const joined: AnyHandlers = {};
  for (const feature of features) {
    for (const name of Object.keys(feature)) {
      if (Object.hasOwn(joined, name)) throw new Error(`two features handle ${name}`);
    }
    Object.assign(joined, feature);
  }
  const missing = Object.keys(commands).filter((name) => !Object.hasOwn(joined, name));
  if (missing.length > 0) throw new Error(`no feature handles ${missing.join(', ')}`);
  const unknown = Object.keys(joined).filter((name) => !Object.hasOwn(commands, name));
  if (unknown.length > 0) throw new Error(`the contract doesn't declare ${unknown.join(', ')}`);
  return joined as Handlers<CommandName>;
}
