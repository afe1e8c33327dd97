import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

// better-sqlite3 stays outside the bundle because it finds its native file beside itself.
const external = ['electron', 'better-sqlite3'];

/** What is in the bundle and under which licence; scripts/notices.ts makes the notices of it. */
const license = { fileName: 'licenses.json' };

/** The folders of the packages that only a worker carries: Vite's own list leaves a worker out. */
function packagesInWorkers(): { inWorker(): Plugin; list(): Plugin } {
  const folders = new Set<string>();
  return {
    inWorker: () => ({
      name: 'packages-in-worker',
      generateBundle(_options, bundle) {
        for (const part of Object.values(bundle)) {
          for (const id of part.type === 'chunk' ? part.moduleIds : []) {
            const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
            if (folder !== undefined) folders.add(folder);
          }
        }
      },
    }),
    list: () => ({
      name: 'list-packages-in-workers',
      generateBundle() {
        const source = JSON.stringify([...folders].sort());
        this.emitFile({ type: 'asset', fileName: 'worker-packages.json', source });
      },
    }),
  };
}
const workers = packagesInWorkers();

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
    plugins: [react(), workers.list()],
    // Entities of Markdown are looked up in a table, where the page's variant asks the DOM, which no worker has.
    resolve: { conditions: ['worker', 'module', 'browser'] },
    worker: { format: 'es', plugins: () => [workers.inWorker()] },
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
