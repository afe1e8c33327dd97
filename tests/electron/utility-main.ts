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
    const pass = (data: unknown) => this.emit('message', { data, ports: [] });
    // Electron's port starts with its first listener. Node keeps messages only while nobody listens to the process.
    this.on('newListener', (name) => {
      if (name === 'message' && this.listenerCount('message') === 0)
        setImmediate(() => process.on('message', pass));
    });
  }
  postMessage(message: unknown): void {
    if (process.connected) process.send?.(message);
  }
}
Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
// Its parent is gone, by whatever means: nobody is left to work for.
process.once('disconnect', () => process.exit(0));
await import(pathToFileURL(modulePath).href);
