import { defineConfig } from 'vitest/config';

/** One project a kind of test. End-to-end tests are Playwright's. */
const project = (name: string) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`] },
});

/** It only stops a test that hangs, so it is long enough for any machine that does much else. */
const HANGS_AFTER_MS = 15 * 60_000;

export default defineConfig({
  test: {
    // Processes, not threads: tests change folder, umask and environment, and start servers.
    pool: 'forks',
    maxWorkers: 2,
    teardownTimeout: 10_000,
    testTimeout: HANGS_AFTER_MS,
    // Started at the first level, with a socket for its stdin, bash takes itself for a login shell: it would read the
    // ~/.bashrc of whoever runs the tests, for each program.
    env: { SHLVL: '1' },
    // Sooner than its test, which then says what was waited for.
    expect: { poll: { timeout: 5 * 60_000 } },
    hookTimeout: HANGS_AFTER_MS,
    projects: [project('unit'), project('architecture'), project('programs'), project('integration')],
  },
});
