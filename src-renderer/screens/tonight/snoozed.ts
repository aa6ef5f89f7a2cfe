import type { Triage } from '../../state/triage.ts';

const DAY_MS = 86_400_000;

export const snoozed = (now: Date, days: number): Triage => ({
  kind: 'snooze',
  until: new Date(now.getTime() + days * DAY_MS).toISOString(),
});
