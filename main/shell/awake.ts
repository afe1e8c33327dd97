/** The computer woke up, or somebody came back to it: until then no timer ran, and the network may be another. */
import { powerMonitor } from 'electron';
import type { CoreProcess } from './core-process.ts';

/** Lets core look for the desk at once whenever that happens. */
export function lookWhenAwake(core: CoreProcess): void {
  // A core that is not there looks anyway when it starts.
  const look = () => void core.ask('connection.look', {}).catch(() => {});
  powerMonitor.on('resume', look);
  // macOS and Windows only; there a keyring may have been locked until now.
  powerMonitor.on('unlock-screen', look);
}
