/** Where the stand-in begins: reads the command line as Electron does, then runs the app's main module. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { becomeElectron } from './hooks.ts';
import { browserOf } from './window.ts';

process.argv = [process.execPath, ...process.argv.slice(2)];
becomeElectron('browser');
// Playwright's loader, which takes its own switches off the command line and holds back readiness.
const asksForPort = process.argv.includes('--remote-debugging-port=0');
const [, flag, loader] = process.argv;
if (flag === '-r' && loader !== undefined) createRequire(import.meta.url)(resolve(loader));

const given = process.argv.slice(1);
const switches = new Map<string, string>();
for (const argument of given) {
  const [, name, value] = /^--([^=]+)=?(.*)$/s.exec(argument) ?? [];
  if (name !== undefined) switches.set(name, value ?? '');
}
if (asksForPort) switches.set('remote-debugging-port', '0');
const place = given.find((argument) => !argument.startsWith('-'));
if (place === undefined) fail('Name the app to start: a folder with a package.json, or a main module.');
const path = resolve(place);
if (!existsSync(path)) fail(`There is no app at ${path}.`);

const isFolder = statSync(path).isDirectory();
const metadata = isFolder
  ? (JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
      name: string;
      productName?: string;
      version: string;
      main?: string;
    })
  : { name: 'Electron', version: '0.0.0' };
const main = isFolder ? join(path, ('main' in metadata && metadata.main) || 'index.js') : path;
if (!existsSync(main)) fail(`The app's main module ${main} is missing. Build the app first.`);

app.begin(isFolder ? path : join(path, '..'), metadata, switches);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
await import(pathToFileURL(main).href);
// Who asks for the port waits for the browser before anything else, so it cannot wait for the first window.
if (asksForPort) await browserOf(app);
app.becomeReady();

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}
