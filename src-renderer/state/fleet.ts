import { useEffect, useState } from 'react';
import type { MachineStatus } from '../../src-main/contract/index.ts';
import { ageOf, inZone } from '../format/times.ts';
import { useAnswer } from './commands.ts';

export const useFleet = () => useAnswer('fleet.get', {});

export const useTimeZone = (): string => useFleet().data?.fleet.timeZone ?? 'UTC';

/** The core's clock, which the nights go by, moving on every half minute. */
export function useNow(): Date {
  const info = useAnswer('app.info', {});
  const [tick, setTick] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const skew = info.data ? new Date(info.data.now).getTime() - info.dataUpdatedAt : 0;
  return new Date(tick + skew);
}

export const useToday = (): string => {
  const now = useNow();
  const zone = useTimeZone();
  return inZone(now, zone).date;
};

/** Says how old what is known of a machine is; nothing of one that answers. */
export function useAges(): (machine: MachineStatus | undefined) => string | undefined {
  const now = useNow();
  const zone = useTimeZone();
  return (machine) => machine && ageOf(machine, zone, now);
}
