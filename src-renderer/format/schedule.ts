/** `01:52 nightly` for a cron line that runs once a day, else the line's times as they stand. */
export function scheduleInWords(line: string): string {
  const [minute = '', hour = '', ...rest] = line.trim().split(/\s+/);
  const daily = /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour) && rest.slice(0, 3).every((field) => field === '*');
  if (daily) return `${hour.padStart(2, '0')}:${minute.padStart(2, '0')} nightly`;
  return [minute, hour, ...rest.slice(0, 3)].join(' ');
}
