import { z } from 'zod';

/**
 * `next`, with what `before` has and the schema does not know: fields of a newer version, or somebody's notes. A machine
 * is the same one by its name; what belonged to one that was taken out goes with it.
 */
export function keepUnknown(schema: z.ZodType, before: unknown, next: unknown): unknown {
  const known = bare(schema);
  if (known instanceof z.ZodArray && Array.isArray(before) && Array.isArray(next)) {
    const element = known.element as z.ZodType;
    return next.map((item) =>
      keepUnknown(
        element,
        before.find((old) => nameOf(old) === nameOf(item)),
        item,
      ),
    );
  }
  if (!(known instanceof z.ZodObject) || !isObject(before) || !isObject(next)) return next;
  const shape: Record<string, z.ZodType> = known.shape;
  const kept = Object.entries(before).filter(([key]) => !Object.hasOwn(shape, key));
  const given = Object.entries(next).map(([key, value]) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return [key, field ? keepUnknown(field, before[key], value) : value];
  });
  return Object.fromEntries([...kept, ...given]);
}

/** What stands inside of defaults, options and transformations. */
function bare(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodPipe) return bare(schema.in as z.ZodType);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return bare(schema.unwrap() as z.ZodType);
  }
  return schema;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const nameOf = (item: unknown): unknown => (isObject(item) ? (item.name ?? item) : item);
