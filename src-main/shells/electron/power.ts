import type { PowerMonitor } from 'electron';
import type { Power } from '../../ports.ts';

/** What Electron hears of the machine's sleep. Only once the app is ready. */
export const powerOf = (monitor: Pick<PowerMonitor, 'on' | 'off'>): Power => ({
  onChange(listener) {
    const suspended = () => listener('suspended');
    const resumed = () => listener('resumed');
    monitor.on('suspend', suspended);
    monitor.on('resume', resumed);
    return () => {
      monitor.off('suspend', suspended);
      monitor.off('resume', resumed);
    };
  },
});
