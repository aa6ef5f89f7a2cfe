import { expect, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { History } from '../../support/nights/history.ts';
import { mutate, plant } from '../../support/nights/mutate.ts';
import { Rig } from '../../support/nights/rig.ts';
import { Source } from '../../support/nights/source.ts';

test('smoke', async () => {
  const rig = new Rig(testFolder());
  const history = new History(rig);
  const entries = ['/home', '/etc'];
  rig.configure(entries);
  const sources = entries.map((e) => new Source(rig.hostRoot + e, seeded('x' + e)));
  for (const s of sources) plant(s);
  for (let n = 0; n < 4; n++) {
    const log = sources.flatMap((s) => mutate(s, 20));
    const look = history.look(entries);
    const t = Date.now();
    const out = await rig.run({ at: new Date(Date.UTC(2026, 0, 1 + n, 3)), date: `2026-01-0${n + 1}` });
    console.log(Date.now() - t, JSON.stringify(out.events.map((e) => e.name)), out.error, out.stderr);
    expect(out.run?.state).toBe('good');
    history.expect(out.run?.runId ?? '', look);
    expect(history.wrong(), log.join('\n')).toEqual([]);
  }
});
