import { describe, expect, it } from 'vitest';
import { Slots } from '../../../src-main/ssh/slots.ts';

/** Whether the promise is settled once all that is ready has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(
    () => {
      settled = true;
    },
    () => {
      settled = true;
    },
  );
  await new Promise((resolve) => setImmediate(resolve));
  return settled;
}

describe('slots', () => {
  it('lets no more in than there are, in the order in which they came', async () => {
    const slots = new Slots(2);
    const [first] = await Promise.all([slots.take(), slots.take()]);
    const [third, fourth] = [slots.take(), slots.take()];
    expect(await isSettled(third)).toBe(false);
    first();
    expect(await isSettled(third)).toBe(true);
    expect(await isSettled(fourth)).toBe(false);
    // Given back twice, a place is still one.
    first();
    expect(await isSettled(fourth)).toBe(false);
  });

  it('lets those leave the line who were cancelled', async () => {
    const slots = new Slots(1);
    const first = await slots.take();
    const abort = new AbortController();
    const second = slots.take(abort.signal);
    const third = slots.take();
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    first();
    (await third)();
    await expect(slots.take(abort.signal)).rejects.toThrow('enough');
    expect(await isSettled(slots.take())).toBe(true);
  });

  it('become fewer, down to one', async () => {
    const slots = new Slots(8);
    const [first, second, third] = await Promise.all([slots.take(), slots.take(), slots.take()]);
    slots.lower();
    third();
    const waiting = slots.take();
    expect(await isSettled(waiting)).toBe(false);
    first();
    expect(await isSettled(waiting)).toBe(true);
    slots.lower();
    (await waiting)();
    slots.lower();
    const last = slots.take();
    expect(await isSettled(last)).toBe(false);
    second();
    expect(await isSettled(last)).toBe(true);
  });
});
