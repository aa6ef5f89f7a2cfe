import { defineConfig } from '@playwright/test';
import { launchOptions } from './test/e2e/browser.ts';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  fullyParallel: false,
  // The tests on the fleet come one after the other, since they share it; beside them, the screens over a fake core.
  workers: 2,
  projects: [
    { name: 'fleet', testIgnore: ['**/screens/**', '**/electron/**'], workers: 1 },
    { name: 'screens', testMatch: '**/screens/*.spec.ts', workers: 1 },
    // The desktop app itself, where Electron's program is; else each is skipped and says why.
    { name: 'electron', testMatch: '**/electron/*.spec.ts', workers: 1 },
  ],
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Limits only stop what hangs, so they are long enough for any machine that does much else.
  timeout: 10 * 60_000,
  expect: { timeout: 4 * 60_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    viewport: { width: 1360, height: 850 },
    screenshot: 'only-on-failure',
    permissions: ['clipboard-read', 'clipboard-write', 'notifications'],
    launchOptions,
  },
});
