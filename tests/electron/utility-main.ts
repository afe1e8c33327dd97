/** What runs in a utility process before the app's own module. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { becomeElectron } from './hooks.ts';

const [node = '', , modulePath = '', ...args] = process.argv;
process.argv = [node, modulePath, ...args];
becomeElectron('utility');

class ParentPort extends EventEmitter {
  constructor() {
    super();
    process.on('message', (data) => this.emit('message', { data, ports: [] }));
  }
  postMessage(message: unknown): void {
    if (process.connected) process.send?.(message);
  }
}
Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
// Its parent is gone, by whatever means: nobody is left to work for.
process.once('disconnect', () => process.exit(0));
await import(pathToFileURL(modulePath).href);
