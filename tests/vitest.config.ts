// Unit tests and simulation: plain Node, one process per file, because better-sqlite3 is native code.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'forks',
    // Two busy cores stretch a test; none of them measures time.
    testTimeout: 20_000,
    // A test that passes at the second try has failed.
    retry: 0,
  },
});
