/** SQLite's result codes, https://sqlite.org/rescode.html. */
const codes = {
  damaged: [11 /* CORRUPT */, 26 /* NOTADB */],
  held: [5 /* BUSY */, 6 /* LOCKED */],
  full: [13 /* FULL */],
  forbidden: [3 /* PERM */, 8 /* READONLY */, 10 /* IOERR */, 14 /* CANTOPEN */, 15 /* PROTOCOL */, 23 /* AUTH */],
} as const;

export type SqliteTrouble = keyof typeof codes;

/** What is wrong with the file, as far as it is the file. Text that was JSON when it was written is damaged, too. */
export function sqliteTrouble(error: unknown): SqliteTrouble | undefined {
  if (error instanceof SyntaxError) return 'damaged';
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error) {
    const code = Number(error.errcode) & 0xff;
    return (Object.keys(codes) as SqliteTrouble[]).find((kind) => (codes[kind] as readonly number[]).includes(code));
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  return ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'].includes(code ?? '') ? 'forbidden' : undefined;
}
