import { useCallback, useMemo, useState } from 'react';
import { type Tick, type Ticks, toggleTicks } from '../../state/ticks.ts';

/** What the reader has chosen on the customer page: nights, and ticked files and folders. Neither clears the other. */
export function useChoice() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [ticks, setTicks] = useState<Ticks>(new Map());
  const tick = useCallback(
    (changed: readonly Tick[], on: boolean) => setTicks((old) => toggleTicks(old, changed, on)),
    [],
  );
  const clear = useCallback(() => {
    setSelected(new Set());
    setTicks(new Map());
  }, []);
  return useMemo(() => ({ selected, setSelected, ticks, tick, clear }), [selected, ticks, tick, clear]);
}

export type Choice = ReturnType<typeof useChoice>;
