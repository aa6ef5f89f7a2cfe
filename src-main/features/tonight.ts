import { tonightOf } from '../domain/tonight.ts';
import type { Handlers } from './feature.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';
import { type GatherDeps, gatherFacts, todayOf } from './fleet/gather-facts.ts';

export interface TonightDeps extends GatherDeps {
  reader: Pick<FleetReader, 'ensure'>;
}

export const createTonightFeature = (deps: TonightDeps): Handlers<'tonight.get'> => ({
  'tonight.get': async ({ days }) => {
    await deps.reader.ensure();
    const hosts = deps.fleet().hosts.map(({ name }) => gatherFacts(deps, name));
    return tonightOf(hosts, todayOf(deps), days);
  },
});
