import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLearnActs } from '../../../src-main/features/fleet/learn-acts.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const now = () => new Date('2013-02-28T12:00:00Z');

/** A server with two hosts' logs, and an app that reads what is new in them; `restart` is another run of it. */
function setUp() {
  const folder = tempFolder();
  const inner = localMachines({ shell: shellOfThisTest().argv });
  const asked: string[] = [];
  const machines: typeof inner = {
    ...inner,
    exec: (machine, request) => {
      asked.push(String(request.stdin));
      return inner.exec(machine, request);
    },
  };
  const dirs = ['a', 'b'].map((name) => join(folder, name));
  const note = (dir: string | undefined, line: string) =>
    appendFileSync(join(dir ?? '', '.nightkeep/actions'), `action\t${line}\n`);
  for (const dir of dirs) {
    mkdirSync(join(dir, '.nightkeep'), { recursive: true });
    writeFileSync(join(dir, '.nightkeep/actions'), '');
    note(dir, 'failure=f0\tat=2013-02-28T10:00:00Z\tby=anna\taction=restore\tmessage=action=take');
  }
  const file = join(folder, 'history.sqlite');
  function start() {
    const history = openHistory(file, now);
    onTestFinished(() => history.close());
    let told = 0;
    const learn = createLearnActs({
      ...{ machines, facts: history.facts, store: history.triage, publish: () => {}, now },
      onTriage: () => {
        told += 1;
      },
      onAnswer: () => {},
    });
    const pass = (...stamps: string[]) =>
      learn(
        'backup1',
        new Map(dirs.map((dir, at) => [dir, { nights: 'n', holds: 'h', actions: stamps[at], locked: false }])),
      );
    const known = () => [...history.triage.all().values()].flat().map(({ triage }) => [triage.failure, triage.kind]);
    return { pass, known, told: () => told };
  }
  return { start, dirs, note, asked };
}

test('logs that are as they were are not asked for, over restarts too; of others, what is about failures', async () => {
  const { start, dirs, note, asked } = setUp();
  note(
    dirs[0],
    'failures=f1=2013-02-27T09:00:00Z f2\tmoment=2013-02-28T11:00:00.000Z\tby=maria\taction=take\tmessage=\t',
  );
  const app = start();
  await app.pass('1', '1');
  expect(asked).toHaveLength(1);
  expect(app.known()).toEqual([
    ['f1', 'take'],
    ['f2', 'take'],
  ]);
  await app.pass('1', '1');
  const later = start();
  await later.pass('1', '1');
  expect(asked).toHaveLength(1);
  note(dirs[1], 'failures=f1\tmoment=2013-02-28T11:30:00.000Z\tat=2013-02-28T11:30:00Z\tby=tom\taction=acknowledge');
  await later.pass('1', '2');
  expect(asked).toHaveLength(2);
  expect(asked[1]).toContain(dirs[1]);
  expect(asked[1]).not.toContain(`${dirs[0]}\n`);
  expect(later.known()).toEqual([
    ['f1', 'acknowledge'],
    ['f2', 'take'],
  ]);
  expect([app.told(), later.told()]).toEqual([1, 1]);
  // A log that was written to within these seconds may be again.
  await later.pass('1', '-');
  await later.pass('1', '-');
  expect(asked).toHaveLength(4);
  expect(later.told()).toBe(1);
});
