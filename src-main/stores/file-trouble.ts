import { NightkeepError } from '../contract/index.ts';

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'];

/** Trouble with a file of the data folder, in words that name it and what to do. Other errors are given back. */
export function fileTrouble(file: string, error: unknown): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (FULL.includes(code)) {
    return new NightkeepError(
      'no-space',
      `The disk of ${file} is full, so nothing was saved and the file is as it was. Make room there and try again.`,
      { file },
      { cause: error },
    );
  }
  if (FORBIDDEN.includes(code)) {
    return new NightkeepError(
      'permission-denied',
      `${file} can't be used: ${message}. Give this account the right to read and write it and its folder, or name another folder by NIGHTKEEP_HOME.`,
      { file },
      { cause: error },
    );
  }
  return error;
}
