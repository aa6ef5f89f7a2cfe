import { HexDump, type SaveConfigInput, saveConfigProgram } from '../host/config-file.ts';
import place from '../host/place.sh?raw';
import { compose, type Program } from '../program.ts';
import readFleet from './read-fleet.sh?raw';

/** The program refuses to read a larger one: a thousand hosts take 300 kB. */
const LARGEST_FLEET = 4 * 1024 * 1024;

/** Reads the fleet file of a team; undefined where there is none. Fails with permission-denied, or bad-input for a large one. */
export const readFleetFile: Program<{ path: string }, Buffer | undefined> = {
  name: 'read-fleet',
  source: compose(place, readFleet),
  encode: ({ path }) => [['path', path]],
  bounds: { within: 60_000 },
  reader: () => {
    const dump = new HexDump(LARGEST_FLEET, 'fleet file');
    let isThere = true;
    return {
      take: (event) => {
        if (event.name === 'absent') isThere = false;
        dump.take(event);
        return undefined;
      },
      result: () => (isThere ? dump.bytes() : undefined),
    };
  },
};

/** Saves it unless it changed, which is a `conflict`; its folder is made where it is missing. */
export const saveFleetFile: Program<SaveConfigInput, void> = {
  ...saveConfigProgram,
  name: 'save-fleet',
  encode: (input) => [['make', 'yes'], ...saveConfigProgram.encode(input)],
};
