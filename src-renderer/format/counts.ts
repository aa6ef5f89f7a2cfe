const grouped = new Intl.NumberFormat('en-US');

export const number = (value: number): string => grouped.format(value);

/** `1 file`, `88,120 files`, `2 directories`. */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
