import '../../raw-sources.ts';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { encodeInput, parseEvent } from '../../../../src-main/programs/wire.ts';
import type { Method } from '../method.ts';
import type { Source } from '../source.ts';

const { nightProgram } = await import('../../../../src-main/programs/night/night.ts');

const FIRST_DATE = Date.UTC(2026, 0, 1);
const A_DAY = 86_400_000;

/** Nightkeep's own night, as cron starts it on a host. `bin` has the ssh by which it reaches its server. */
export function ours(name: string, label: string, folder: string, source: Source, bin: string): Method {
  const dir = join(folder, 'nights');
  const config = join(folder, 'backup.config');
  fs.writeFileSync(
    config,
    `backupdir=${dir}\nserver=backup1\n\n${source.entries.map((entry) => `## ENTRY ${entry}\n`).join('')}`,
  );
  // As hosts have it installed.
  const night = join(folder, 'night');
  fs.writeFileSync(night, nightProgram.source);
  return {
    name,
    label,
    folder,
    command: ({ index }) => {
      const date = new Date(FIRST_DATE + index * A_DAY).toISOString().slice(0, 10);
      const input = encodeInput(nightProgram.encode({ host: 'bench', configPath: config, date }));
      return {
        file: 'sh',
        args: [night],
        env: { PATH: `${bin}:${process.env.PATH}`, TMPDIR: folder },
        stdin: input,
      };
    },
    steps: (said) => {
      const at = (event: string) => said.find(({ text }) => parseEvent(Buffer.from(text, 'latin1')).name === event)?.at;
      const [publishing, published] = [at('publishing'), at('published')];
      return { published, publish: publishing && published && published - publishing };
    },
    oldest: (nights) => ({ path: join(dir, `6${source.root}`), night: nights - 7 }),
    isSettled: () => isTidy(join(dir, '.nightkeep')),
  };
}

/** Nothing is left to be deleted, nor to be made ready for the next night. */
function isTidy(own: string): boolean {
  const names = fs.existsSync(own) ? fs.readdirSync(own) : [];
  return !names.some(
    (name) => name.startsWith('making-') || (name === 'trash' && fs.readdirSync(join(own, name)).length),
  );
}
