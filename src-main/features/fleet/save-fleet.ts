import { type Fleet, NightkeepError } from '../../contract/index.ts';
import { leaving } from '../../domain/fleet-change.ts';
import { parseFleet, type Settings } from '../../stores/settings.ts';
import type { Publish } from '../feature.ts';

export interface SaveFleetDeps {
  settings: Settings;
  publish: Publish;
}

/** Saves a fleet and tells of it. Throws bad-input, or needs-confirmation where machines would leave it. */
export type SaveFleet = (fleet: Fleet, confirm: string | undefined) => Fleet;

export const createSaveFleet =
  ({ settings, publish }: SaveFleetDeps): SaveFleet =>
  (fleet, confirm) => {
    parseFleet(fleet);
    const current = readable(settings);
    if (current) askBeforeLeaving(current, fleet, confirm, 'the fleet');
    const saved = settings.saveFleet(fleet);
    publish('fleet.changed', { machines: [...saved.servers, ...saved.hosts].map(({ name }) => name) });
    return saved;
  };

/** Undefined where the file has mistakes: what is saved puts them right. */
function readable(settings: Settings): Fleet | undefined {
  try {
    return settings.fleet();
  } catch (error) {
    if (error instanceof NightkeepError) return undefined;
    throw error;
  }
}

/** A fleet that lacks some machines must not take them away in silence. `from`: what they would leave. */
export function askBeforeLeaving(current: Fleet, next: Fleet, confirm: string | undefined, from: string): void {
  const machines = leaving(current, next);
  const target = machines.join(', ');
  if (machines.length === 0 || confirm === target) return;
  const whole = next.servers.length + next.hosts.length === 0;
  const what = machines.length === 1 ? target : `${machines.length} machines (${target})`;
  const left = whole ? ', and leaves it empty' : '';
  const message = `this takes ${what} out of ${from}${left}; their nights stay on the servers. Confirm it by naming them`;
  throw new NightkeepError('needs-confirmation', message, { target, machines });
}
