/** A utility process that takes its time to load, answers, and ends with the code it is told. */
import { setTimeout } from 'node:timers/promises';

// Whatever was sent meanwhile must still be heard.
await setTimeout(200);

process.parentPort.on('message', ({ data }) => {
  if (data.kind === 'exit') process.exit(data.code);
  process.parentPort.postMessage({ echo: data, type: process.type });
});
