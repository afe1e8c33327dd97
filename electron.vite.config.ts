import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// better-sqlite3 stays outside the bundle because it finds its native file beside itself.
const external = ['electron', 'better-sqlite3'];

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
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
    // Entities of Markdown are looked up in a table, where the page's variant asks the DOM, which no worker has.
    resolve: { conditions: ['worker', 'module', 'browser'] },
    worker: { format: 'es' },
    build: {
      outDir: 'out/renderer',
      emptyOutDir: true,
      rollupOptions: { input: 'renderer/index.html' },
      // Inlined assets would need `data:` in the content security policy.
      assetsInlineLimit: 0,
    },
  },
});
