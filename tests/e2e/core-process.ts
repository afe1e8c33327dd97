/** The core process of an app, to be held still or ended. */
import type { ElectronApplication } from '@playwright/test';

export type CoreProcess = Awaited<ReturnType<typeof coreOf>>;

/** Core as the app runs it now; after an end there is another. */
export async function coreOf(app: ElectronApplication) {
  const find = () =>
    app.evaluate(({ app }) => {
      // Electron says what a utility process is called in `name` (docs: ProcessMetric), the stand-in in `serviceName`.
      const isCore = ({ name, serviceName }: Electron.ProcessMetric) =>
        name === 'Lifeline core' || serviceName === 'Lifeline core';
      return app.getAppMetrics().find(isCore)?.pid ?? null;
    });
  const first = await find();
  if (first === null) throw new Error('There is no core process.');
  return {
    /** What is asked of it from now on is answered when it goes on. */
    hold: () => process.kill(first, 'SIGSTOP'),
    goOn: () => process.kill(first, 'SIGCONT'),
    /** Ends it, whichever runs now; the app starts another. */
    async kill(): Promise<void> {
      const pid = await find();
      if (pid !== null) process.kill(pid, 'SIGKILL');
    },
  };
}
