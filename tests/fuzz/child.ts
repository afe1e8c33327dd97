/** A process that runs cases, one after the other, and may die of one. Started by `child-process.ts`. */
import { join } from 'node:path';
import { beginStore, runCase } from './case.ts';
import { ToChild } from './words.ts';

// As in the product: a core in an unknown state must not go on.
for (const what of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(what, (error) => {
    console.error(error);
    process.exit(1);
  });
}

const [, , base = ''] = process.argv;
process.on('disconnect', () => process.exit(0));
const begun = join(base, 'begun');
await beginStore(begun);

process.on('message', async (message) => {
  const { number, given } = ToChild.parse(message);
  const done = await runCase(given, { folder: join(base, 'case'), begun });
  process.send?.({ number, done });
});
process.send?.('ready');
