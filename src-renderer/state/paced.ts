/**
 * Calls `run` at once, then at most once every so many milliseconds for the same key: events come in bursts, and what
 * rereads at each may itself cause the next.
 */
export function paced<Key>(run: (key: Key) => void, milliseconds: number): { (key: Key): void; stop: () => void } {
  const waiting = new Map<Key, { again: boolean; timer: ReturnType<typeof setTimeout> }>();
  const fire = (key: Key) => {
    const timer = setTimeout(() => {
      const { again } = waiting.get(key) ?? { again: false };
      waiting.delete(key);
      if (again) fire(key);
    }, milliseconds);
    waiting.set(key, { again: false, timer });
    run(key);
  };
  const call = (key: Key) => {
    const known = waiting.get(key);
    if (known) known.again = true;
    else fire(key);
  };
  call.stop = () => {
    for (const { timer } of waiting.values()) clearTimeout(timer);
    waiting.clear();
  };
  return call;
}
