/** A number of the command line, from `least`; `otherwise` where it is not said. Throws, naming the option. */
export function numberOption<Name extends string>(
  values: { [Key in Name]?: string | undefined },
  name: Name,
  least: number,
  otherwise?: number,
): number {
  const value = Number(values[name] ?? otherwise);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a number from ${least}.`);
  return value;
}
