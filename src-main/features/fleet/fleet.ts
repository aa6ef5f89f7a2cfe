import type { CommandOutput, MachineStatus } from '../../contract/index.ts';
import type { Settings } from '../../stores/settings.ts';
import type { Handlers } from '../feature.ts';
import type { FleetReader } from './fleet-reader.ts';
import type { Reach } from './reach.ts';
import type { Refresh } from './refresh.ts';
import type { SaveFleet } from './save-fleet.ts';

export interface FleetDeps {
  settings: Pick<Settings, 'fleet'>;
  save: SaveFleet;
  refresh: Refresh;
  reader: Pick<FleetReader, 'ensure'>;
  reach: Reach;
}

type FleetCommands = 'fleet.get' | 'fleet.save' | 'fleet.status' | 'fleet.refresh';

export const createFleetFeature = ({ settings, save, refresh, reader, reach }: FleetDeps): Handlers<FleetCommands> => ({
  'fleet.get': () => ({ fleet: settings.fleet() }),

  'fleet.save': ({ fleet, confirm }) => ({ fleet: save(fleet, confirm) }),

  'fleet.status': async (): Promise<CommandOutput<'fleet.status'>> => {
    await reader.ensure();
    const { servers, hosts } = settings.fleet();
    const statuses = (machines: readonly { name: string }[], role: MachineStatus['role']) =>
      machines.map(({ name }) => reach.status(name, role));
    return { machines: [...statuses(servers, 'server'), ...statuses(hosts, 'host')] };
  },

  'fleet.refresh': () => refresh.start(),
});
