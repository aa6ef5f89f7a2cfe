const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in decimal units, as disks are sold and `df -H` prints: 44.1 MB. */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits).replace(/\.0$/, '')} ${units[unit]}`;
}

/** `31 of 44 MB`: both in the unit of the whole. */
export function sizeOf(done: number, total: number): string {
  const whole = size(total);
  const unit = whole.split(' ')[1] ?? 'B';
  const part = done / 1000 ** units.indexOf(unit);
  return `${part >= 10 || unit === 'B' ? Math.round(part) : part.toFixed(1).replace(/\.0$/, '')} of ${whole}`;
}
