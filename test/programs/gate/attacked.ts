import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { type Shell, shellOfThisTest } from '../../support/shells.ts';
import { filesIn, GatedEstate, harmed, type Session, today } from './gated.ts';

/** Root on the host, with the host's key, against the gate. */
export interface Attack {
  readonly estate: GatedEstate;
  /** A run in progress, of the attacker's own. */
  inProgress: (fields?: Record<string, string>) => Promise<Session>;
  /** What an rsync asks for in that run. */
  receive: (kind?: string) => Record<string, string>;
  /** A folder on the host, made of names and contents. */
  folder: (name: string, files: Record<string, string>) => string;
}

/**
 * Each test begins with a good night, and another host's nights on the same server. After each of them all that was
 * there before is as it was.
 */
export function attacked(): Attack {
  const estates = new Map<Shell, GatedEstate>();
  let estate: GatedEstate | undefined;
  let run = '';
  let before: ReturnType<GatedEstate['past']> = new Map();
  const attack: Attack = {
    get estate() {
      if (!estate) throw new Error('only in a test');
      return estate;
    },
    async inProgress(fields: Record<string, string> = {}) {
      const session = attack.estate.session(fields);
      run = session.run;
      expect((await session.hear('ready')).at(-1)?.name).toBe('ready');
      return session;
    },
    receive: (kind = 'patch') => ({ run, kind }),
    folder(name: string, files: Record<string, string>) {
      const path = join(attack.estate.folder, name);
      mkdirSync(path);
      for (const [file, content] of Object.entries(files)) {
        mkdirSync(join(path, file, '..'), { recursive: true });
        writeFileSync(join(path, file), content);
      }
      return path;
    },
  };

  beforeEach(async () => {
    const shell = shellOfThisTest();
    const known = estates.get(shell);
    known?.bringBack();
    estate = known ?? (await begun(shell));
    estates.set(shell, estate);
    before = estate.past();
  });

  afterEach(() => {
    const { estate } = attack;
    expect(harmed(before, estate.past())).toEqual([]);
    expect(filesIn(join(estate.folder, 'outside'))).toEqual([]);
    expect(readFileSync(secretOf(estate), 'latin1')).toBe('of another');
  });

  afterAll(() => {
    for (const each of estates.values()) each.end();
  });
  return attack;
}

const secretOf = ({ server }: GatedEstate) => join(server, 'data/jail16/0/etc/secret');

async function begun(shell: Shell): Promise<GatedEstate> {
  const estate = new GatedEstate(shell);
  try {
    mkdirSync(join(estate.host, 'mnt/data/sub'), { recursive: true });
    for (const name of ['a', 'b', 'sub/c']) writeFileSync(join(estate.host, 'mnt/data', name), `good ${name}`);
    expect(await estate.night()).toMatchObject({ exitCode: 0 });
    // Of yesterday, so that a date more would let it go where only one is kept.
    writeFileSync(estate.nightFolder(0, '.nightkeep-record'), estate.record(0).replace(today(), today(-1)), 'latin1');
    mkdirSync(join(estate.server, 'data/jail16/.nightkeep/holds'), { recursive: true });
    mkdirSync(join(secretOf(estate), '..'), { recursive: true });
    writeFileSync(secretOf(estate), 'of another');
    mkdirSync(join(estate.folder, 'outside'));
    await estate.setAside();
    return estate;
  } catch (error) {
    estate.end();
    throw error;
  }
}
