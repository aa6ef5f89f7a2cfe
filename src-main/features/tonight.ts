import type { Handlers } from './feature.ts';
import type { Board } from './fleet/board.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';

export interface TonightDeps {
  board: Pick<Board, 'tonight'>;
  reader: Pick<FleetReader, 'ensure'>;
}

export const createTonightFeature = ({ board, reader }: TonightDeps): Handlers<'tonight.get'> => ({
  'tonight.get': async ({ days }) => {
    await reader.ensure();
    return await board.tonight(days);
  },
});
