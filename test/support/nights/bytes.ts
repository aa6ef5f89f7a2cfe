/** A path as the manifest holds it (latin1, one character a byte), to bytes. */
export const bytes = (path: string): Buffer => Buffer.from(path, 'latin1');

/** A path as the manifest holds it, for people: quoted, and whatever is not ASCII as `\xff`. Long rows of one are cut. */
export const show = (path: string): string =>
  JSON.stringify(path.replace(/(.)\1{20,}/g, (run, one: string) => `${one}{${run.length}}`)).replace(
    /[\u0080-\u00ff]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16)}`,
  );
