/** One end-to-end suite, two hosts. Without Electron's binary its project is skipped, and says so. */
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: ['e2e/**/*.spec.ts', 'electron/**/*.spec.ts'],
  outputDir: '../test-results',
  // One desktop and two cores: windows beside each other would only slow each other down.
  workers: 1,
  // A test that passes at the second try has failed.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  reporter: 'list',
  projects: [{ name: 'stand-in' }, { name: 'electron' }],
});
