import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// better-sqlite3 stays outside the bundle because it finds its native file beside itself.
const external = ['electron', 'better-sqlite3'];

/** What is in the bundle and under which licence; scripts/notices.ts makes the notices of it. */
const license = { fileName: 'licenses.json' };

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      license,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'main/index.ts', core: 'main/core.ts' },
        external,
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      license,
      externalizeDeps: false,
      rollupOptions: {
        input: { index: 'preload/index.ts' },
        external,
        // A sandboxed preload is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      license,
      emptyOutDir: true,
      rollupOptions: { input: 'renderer/index.html' },
      // Inlined assets would need `data:` in the content security policy.
      assetsInlineLimit: 0,
    },
  },
});
