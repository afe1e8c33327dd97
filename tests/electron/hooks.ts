/** Makes this Node look like Electron's: `electron` resolves to the stand-in, and the process says what it is. */
import { createRequire, registerHooks } from 'node:module';

const ELECTRON = new URL('./electron.ts', import.meta.url).href;
const UTILITY = new URL('./electron-utility.ts', import.meta.url).href;
const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };

export function becomeElectron(type: 'browser' | 'utility'): void {
  Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
  Object.defineProperty(process, 'type', { value: type, enumerable: true });
  const url = type === 'browser' ? ELECTRON : UTILITY;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/utility'
        ? { url, shortCircuit: true, format: 'module-typescript' }
        : next(specifier, context),
  });
}
