import { expect, test } from 'vitest';
import { fleet as fleetSchema } from '../../../src-main/contract/index.ts';
import { readableFleet } from '../../../src-main/features/fleet/readable-fleet.ts';

test('the fleet is as it was last read, and empty before', () => {
  const whole = fleetSchema.parse({ servers: [{ name: 'backup1', ssh: { host: 'a' } }] });
  let broken = true;
  const fleet = readableFleet(() => {
    if (broken) throw new Error('not JSON');
    return whole;
  });
  expect(fleet()).toMatchObject({ servers: [], hosts: [] });
  broken = false;
  expect(fleet()).toBe(whole);
  broken = true;
  expect(fleet()).toBe(whole);
});
