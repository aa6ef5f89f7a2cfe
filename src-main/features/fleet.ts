import type { Settings } from '../stores/settings.ts';
import type { Handlers, Publish } from './feature.ts';

export interface FleetDeps {
  settings: Settings;
  publish: Publish;
}

export const createFleetFeature = ({ settings, publish }: FleetDeps): Handlers<'fleet.get' | 'fleet.save'> => ({
  'fleet.get': () => ({ fleet: settings.fleet() }),
  'fleet.save': ({ fleet }) => {
    const saved = settings.saveFleet(fleet);
    publish('fleet.changed', { machines: [...saved.servers, ...saved.hosts].map(({ name }) => name) });
    return { fleet: saved };
  },
});
