import type { ConfigHistory, KeptConfig } from '../../contract/index.ts';
import { textFromBytes } from '../../domain/bytes.ts';
import { countOf, instantOf } from '../../domain/told-values.ts';
import { compose, ONE_HOST, type Program, UnfitAnswer } from '../program.ts';
import configHistory from './config-history.sh?raw';
import place from './place.sh?raw';

/** The program keeps no more; a host that was broken into may say otherwise. */
const MOST = 50;
const LONGEST_WORD = 255;

interface Told extends KeptConfig {
  size?: number;
  dump: Buffer[];
}

/** The texts that a backup.config had; no differences yet. */
export const configHistoryProgram: Program<{ path: string }, ConfigHistory> = {
  name: 'config-history',
  source: compose(place, configHistory),
  encode: ({ path }) => [['path', path]],
  bounds: ONE_HOST,
  reader: () => {
    const told: Told[] = [];
    let same = false;
    let ended = false;
    return {
      take: ({ name, fields }) => {
        const last = told.at(-1);
        if (name === 'now') same = fields.same === 'yes';
        if (name === 'told') ended = true;
        if (name === 'kept') told.push({ number: fields.number ?? '', how: 'found', dump: [] });
        if (name === 'record' && last) Object.assign(last, recordOf(fields));
        if (name === 'whole' && last) last.size = countOf(fields.bytes);
        if (name === 'hex') last?.dump.push(Buffer.from((fields.bytes ?? '').replaceAll(' ', ''), 'hex'));
        return undefined;
      },
      result: () => {
        if (!ended || told.length > MOST || told.some(({ number }) => !/^1\d{5}$/.test(number)))
          throw new UnfitAnswer('that is no history of a backup.config');
        return { kept: told.map(keptOf), byHand: told.length > 0 && !same };
      },
    };
  },
};

function recordOf({ how, at, by, ticket }: Record<string, string | undefined>): Partial<KeptConfig> {
  return {
    how: how === 'saved' ? 'saved' : 'found',
    at: instantOf(at),
    by: by?.slice(0, LONGEST_WORD) || undefined,
    ticket: ticket?.slice(0, LONGEST_WORD) || undefined,
  };
}

/** A text that came in part, since the next save deleted it meanwhile, is none. */
function keptOf({ size, dump, ...kept }: Told): KeptConfig {
  const bytes = Buffer.concat(dump);
  return size === bytes.length ? { ...kept, text: textFromBytes(bytes) } : kept;
}
