import { type CommandOutput, type Fleet, type MachineStatus, NightkeepError } from '../../contract/index.ts';
import { leaving } from '../../domain/fleet-change.ts';
import { parseFleet, type Settings } from '../../stores/settings.ts';
import type { Handlers, Publish } from '../feature.ts';
import type { FleetReader } from './fleet-reader.ts';
import type { Reach } from './reach.ts';
import type { Refresh } from './refresh.ts';

export interface FleetDeps {
  settings: Settings;
  publish: Publish;
  refresh: Refresh;
  reader: Pick<FleetReader, 'ensure'>;
  reach: Reach;
}

type FleetCommands = 'fleet.get' | 'fleet.save' | 'fleet.status' | 'fleet.refresh';

export const createFleetFeature = ({
  settings,
  publish,
  refresh,
  reader,
  reach,
}: FleetDeps): Handlers<FleetCommands> => ({
  'fleet.get': () => ({ fleet: settings.fleet() }),

  'fleet.save': ({ fleet, confirm }) => {
    parseFleet(fleet);
    const current = readable(settings);
    if (current) askBefore(current, fleet, confirm);
    const saved = settings.saveFleet(fleet);
    publish('fleet.changed', { machines: [...saved.servers, ...saved.hosts].map(({ name }) => name) });
    return { fleet: saved };
  },

  'fleet.status': async (): Promise<CommandOutput<'fleet.status'>> => {
    await reader.ensure();
    const { servers, hosts } = settings.fleet();
    const statuses = (machines: readonly { name: string }[], role: MachineStatus['role']) =>
      machines.map(({ name }) => reach.status(name, role));
    return { machines: [...statuses(servers, 'server'), ...statuses(hosts, 'host')] };
  },

  'fleet.refresh': () => refresh.start(),
});

/** Undefined where the file has mistakes: what is saved puts them right. */
function readable(settings: Settings): Fleet | undefined {
  try {
    return settings.fleet();
  } catch (error) {
    if (error instanceof NightkeepError) return undefined;
    throw error;
  }
}

/** A pasted fleet that lacks some machines must not take them away in silence. */
function askBefore(current: Fleet, next: Fleet, confirm: string | undefined): void {
  const machines = leaving(current, next);
  const target = machines.join(', ');
  if (machines.length === 0 || confirm === target) return;
  const whole = next.servers.length + next.hosts.length === 0;
  const what = machines.length === 1 ? target : `${machines.length} machines (${target})`;
  const left = whole ? ', and leaves the fleet empty' : '';
  const message = `this takes ${what} out of the fleet${left}; their nights stay on the servers. Confirm it by naming them`;
  throw new NightkeepError('needs-confirmation', message, { target, machines });
}
