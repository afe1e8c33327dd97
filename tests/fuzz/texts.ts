/** Texts as a desk sends them, shown by the window's own parts in a real Chromium, and how long each holds it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import fc from 'fast-check';
import { build } from 'vite';
import { findBrowser } from '../../scripts/setup/browser.mjs';
import { Problem } from '../../scripts/setup/problem.mjs';
import type { Shown } from './page/main.tsx';
import { texts as textsOf } from './text-arbitrary.ts';

/** The window answers within so much, whatever a text is like. */
const MOST_MS = 200;
/** Longer than any text may take, with its deadline. */
const PATIENCE_MS = 20_000;

export type TextsReport = {
  texts: number;
  seconds: number;
  longestMs: number;
  mostNodes: number;
  /** How many were shown as the plain text that they are. */
  plain: number;
  /** Texts that held the window for too long, and those after which it showed nothing. */
  slow: number;
  broken: number;
  failures: { seed: number; what: string; beginning: string; length: number }[];
};

export async function runTexts({
  texts,
  seed,
  onProgress = () => undefined,
}: {
  texts: number;
  seed: number;
  onProgress?: (line: string) => void;
}): Promise<TextsReport> {
  const started = performance.now();
  const report: TextsReport = {
    ...{ texts: 0, seconds: 0, longestMs: 0, mostNodes: 0, plain: 0, slow: 0, broken: 0 },
    failures: [],
  };
  const window = await openWindow();
  try {
    for (let at = seed; at < seed + texts; at += 1) {
      const [text = ''] = fc.sample(textsOf, { seed: at, numRuns: 1 });
      const shown = await quickest(window, text);
      report.texts += 1;
      if (shown?.how === 'plain') report.plain += 1;
      const isBroken = shown === null || shown.how === 'nothing';
      if (isBroken) report.broken += 1;
      else if (shown.longestMs > MOST_MS) report.slow += 1;
      report.longestMs = Math.max(report.longestMs, shown?.longestMs ?? 0);
      report.mostNodes = Math.max(report.mostNodes, shown?.nodes ?? 0);
      if (isBroken || shown.longestMs > MOST_MS) {
        const what = isBroken ? 'shows nothing' : `holds the window for ${Math.round(shown.longestMs)} ms`;
        onProgress(`text ${at}: ${what}: ${JSON.stringify(text.slice(0, 80))}`);
        report.failures.push({ seed: at, what, beginning: text.slice(0, 200), length: text.length });
      }
      if (report.texts % 500 === 0) onProgress(`fuzz: ${report.texts} of ${texts} texts`);
    }
  } finally {
    await window.close();
  }
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

type Window = Awaited<ReturnType<typeof openWindow>>;

/** What a computer that was busy with something else made slow is quick at another time. */
async function quickest(window: Window, text: string): Promise<Shown | null> {
  let best = await window.show(text);
  for (let tries = 1; tries < 3 && best !== null && best.longestMs > MOST_MS; tries += 1) {
    const again = await window.show(text);
    if (again === null || again.longestMs < best.longestMs) best = again;
  }
  return best;
}

async function openWindow() {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-texts-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('page', import.meta.url)),
    logLevel: 'error',
    plugins: [react()],
    // As in the window's own build.
    resolve: { conditions: ['worker', 'module', 'browser'] },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0 },
  });
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '/');
    readFile(join(folder, new URL(path, 'http://localhost').pathname)).then(
      (content) => response.setHeader('content-type', TYPES[extname(path)] ?? 'text/plain').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : null;
  const browser = await startBrowser();
  let page = await newPage();

  async function newPage(): Promise<Page> {
    const opened = await browser.newPage();
    await opened.goto(`http://127.0.0.1:${port}/`);
    await opened.waitForFunction(() => window.showText !== undefined);
    return opened;
  }

  return {
    /** Null when the window is gone, or answers nothing any more; the next text has another one. */
    async show(text: string): Promise<Shown | null> {
      // Only well-formed text crosses to the page; a lone surrogate comes as its mark.
      const asked = page.evaluate((given) => window.showText?.(given) ?? null, text).catch(() => null);
      const shown = await Promise.race([asked, after(PATIENCE_MS)]);
      if (shown !== null) return shown;
      void page.close().catch(() => undefined);
      page = await newPage();
      return null;
    },
    async close(): Promise<void> {
      await browser.close();
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const after = (ms: number): Promise<null> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms, null).unref();
  });

async function startBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Problem('The texts of the fuzz need Chromium, Chrome or Edge.');
  return chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
}
