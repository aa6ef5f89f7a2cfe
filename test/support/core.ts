import { onTestFinished } from 'vitest';
import { type Core, createCore } from '../../src-main/core.ts';
import type { CorePorts } from '../../src-main/core-ports.ts';
import { type Log, openSettings, systemClock } from '../../src-main/ports.ts';
import { tempFolder } from './temp-folder.ts';

/** A log that is kept in memory. */
export interface RecordedLog extends Log {
  lines: { message: string; error?: unknown; fields: Record<string, unknown> | undefined }[];
}

export function recordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  return {
    lines,
    info: (message, fields) => void lines.push({ message, fields }),
    error: (message, error, fields) => void lines.push({ message, error, fields }),
  };
}

/** A real core on a data folder of the test's own, closed when the test ends. */
export function startCore(more: Partial<CorePorts> = {}): { core: Core; home: string; log: RecordedLog } {
  const settings = more.settings ?? openSettings(tempFolder());
  const log = recordedLog();
  const core = createCore({
    settings,
    clock: systemClock,
    log,
    by: 'anna@desk7',
    shell: 'web',
    version: '0.0.0-test',
    watch: false,
    ...more,
  });
  onTestFinished(() => core.close());
  return { core, home: settings.home, log };
}
