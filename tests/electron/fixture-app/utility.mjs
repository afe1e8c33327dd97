/** A utility process that answers, and ends with the code it is told. */
process.parentPort.on('message', ({ data }) => {
  if (data.kind === 'exit') process.exit(data.code);
  process.parentPort.postMessage({ echo: data, type: process.type });
});
