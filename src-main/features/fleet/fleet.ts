import type { CommandOutput, MachineStatus } from '../../contract/index.ts';
import type { Settings } from '../../stores/settings.ts';
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

  'fleet.save': ({ fleet }) => {
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
