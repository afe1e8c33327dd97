/** utilityProcess: a child of this process on the same Node, with a message port to it. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { app } from './app.ts';

type Options = {
  serviceName?: string;
  env?: NodeJS.ProcessEnv;
  execArgv?: string[];
  cwd?: string;
  stdio?: 'pipe' | 'ignore' | 'inherit';
};

const CHILD = fileURLToPath(new URL('./utility-main.ts', import.meta.url));

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  #pid: number | undefined;

  constructor(modulePath: string, args: string[], options: Options) {
    super();
    const name = options.serviceName ?? 'Node Utility Process';
    this.#child = fork(CHILD, [modulePath, ...args], {
      execArgv: ['--disable-warning=ExperimentalWarning', ...(options.execArgv ?? [])],
      env: options.env ?? process.env,
      serialization: 'advanced',
      stdio: [options.stdio ?? 'inherit', options.stdio ?? 'inherit', options.stdio ?? 'inherit', 'ipc'],
      ...(options.cwd !== undefined && { cwd: options.cwd }),
    });
    this.#child.once('spawn', () => {
      this.#pid = this.#child.pid;
      app.childStarted({ type: 'Utility', serviceName: name, pid: this.#child.pid ?? 0 });
      this.emit('spawn');
    });
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (code, signal) => {
      const exitCode = code ?? 1;
      app.childEnded(this.#pid ?? 0);
      this.#pid = undefined;
      this.emit('exit', exitCode);
      const reason =
        signal === 'SIGKILL' || signal === 'SIGTERM'
          ? 'killed'
          : exitCode === 0
            ? 'clean-exit'
            : 'abnormal-exit';
      if (reason !== 'clean-exit')
        app.emit('child-process-gone', {}, { type: 'Utility', reason, exitCode, serviceName: name, name });
    });
  }

  get pid(): number | undefined {
    return this.#pid;
  }
  get stdout() {
    return this.#child.stdout;
  }
  get stderr() {
    return this.#child.stderr;
  }
  postMessage(message: unknown, transfer: unknown[] = []): void {
    if (transfer.length > 0) throw new Error('electron stand-in: transferring ports is not implemented');
    if (this.#child.connected) this.#child.send(message as object, () => {});
  }
  kill = (): boolean => this.#child.kill();
}

export type { UtilityProcess };

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: Options = {}): UtilityProcess => {
    if (!app.isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    return new UtilityProcess(modulePath, args, options);
  },
};
