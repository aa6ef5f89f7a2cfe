import type { z } from 'zod';

/** One thing that is wrong with what was sent or with a settings file, and where. */
export interface Issue {
  /** Such as `fleet.hosts[2].ssh.port`; empty for the whole. */
  path: string;
  message: string;
}

export const issuesOf = (error: z.ZodError): Issue[] =>
  error.issues.map((issue) => ({ path: fieldPath(issue.path), message: issue.message }));

export const fieldPath = (keys: readonly PropertyKey[]): string =>
  keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path ? `${path}.${String(key)}` : String(key);
  }, '');

/** All issues in one line for people. */
export const issuesInWords = (issues: readonly Issue[]): string =>
  issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
