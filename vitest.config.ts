import { defineConfig } from 'vitest/config';

/** One project a kind of test. End-to-end tests are Playwright's. */
const project = (name: string, limits: { testTimeout: number; hookTimeout: number }) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], ...limits },
});

export default defineConfig({
  test: {
    // Processes, not threads: tests change folder, umask and environment, and start servers.
    pool: 'forks',
    maxWorkers: 2,
    teardownTimeout: 10_000,
    projects: [
      // Long, for a machine that does much else: a test that hangs is found all the same.
      project('unit', { testTimeout: 30_000, hookTimeout: 30_000 }),
      project('architecture', { testTimeout: 20_000, hookTimeout: 20_000 }),
      project('programs', { testTimeout: 30_000, hookTimeout: 30_000 }),
      project('integration', { testTimeout: 60_000, hookTimeout: 60_000 }),
    ],
  },
});
