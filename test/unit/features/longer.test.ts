import { expect, test } from 'vitest';
import { fleet as fleetSchema, type LongerRule } from '../../../src-main/contract/index.ts';
import { withoutRule } from '../../../src-main/features/longer.ts';

const machine = (name: string, longer?: LongerRule) => ({
  name,
  ssh: { host: name },
  configPath: '/backup.config',
  longer,
});

test('a rule is brought by itself to new backupdirs alone, where it can delete nothing', () => {
  const fleet = fleetSchema.parse({
    longer: { weeks: 4 },
    servers: [{ name: 'backup1', ssh: { host: 'backup1' } }],
    hosts: ['fresh', 'untold', 'followed', 'kept']
      .map((name) => machine(name))
      .concat(machine('own', { weeks: 0, months: 0 })),
  });
  const facts: Record<string, object> = {
    fresh: { rule: null, kept: [] },
    untold: {},
    followed: { rule: { weeks: 9, months: 9 } },
    kept: { rule: null, kept: ['20130222T081000Z-aaaaaa'] },
    own: { rule: null },
    elsewhere: { rule: null },
  };
  const factsOf = (name: string) => facts[name] as never;
  expect(withoutRule(fleet, Object.keys(facts), factsOf)).toEqual(['fresh']);
  expect(withoutRule({ ...fleet, longer: undefined }, Object.keys(facts), factsOf)).toEqual([]);
});
