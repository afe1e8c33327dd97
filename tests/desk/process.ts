/** The reference desk as a process of its own, for whoever starts the app with a desk to talk to. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type DeskProcess = {
  url: string;
  token: string;
  /** Ends it, and resolves when it is gone. */
  stop(): Promise<void>;
};

/**
 * Starts the desk with sample data on a free port and waits until it answers. It ends by itself when this process
 * does. Rejects with what it printed when it does not come up.
 */
export async function startDeskProcess(data: string): Promise<DeskProcess> {
  const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));
  // The open stdin tells the desk that this process lives; a group of its own keeps a terminal's Ctrl-C from
  // ending it before the app has sent its last words.
  const child = spawn(process.execPath, [cli, '--port', '0', '--data', data, '--sample', '--with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const { url, token } = await announced(child);
  return {
    url,
    token,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

/** The address and token that the desk prints, the address first. */
function announced(child: ChildProcess): Promise<{ url: string; token: string }> {
  return new Promise((resolve, reject) => {
    const printed: string[] = [];
    const read = (line: string): void => {
      printed.push(line);
      const all = printed.join('\n');
      const url = /^Reference desk: (\S+)$/m.exec(all)?.[1];
      const token = /^token: (\S+)$/m.exec(all)?.[1];
      if (url !== undefined && token !== undefined) resolve({ url, token });
    };
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface(stream).on('line', read);
    }
    child.once('error', reject);
    child.once('close', () => reject(new Error(printed.join('\n'))));
  });
}
