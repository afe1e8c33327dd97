/** Starts the reference desk from the command line, or checks any desk. */
import { checkDesk, exitCodeOf } from './check/checkDesk.ts';
import { announcement, line, summary } from './check/words.ts';
import { startDesk } from './desk.ts';
import { HELP, type Options, readOptions } from './options.ts';
import { SAMPLE_COMPANY } from './sampleCompany.ts';

const USAGE_ERROR = 2;

function reasonOf(error: unknown, options: Options): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${options.port} is in use. Choose another one with --port.`;
  if (code === 'EACCES' && options.port < 1024)
    return `Port ${options.port} may not be used. Choose another one.`;
  if (code === 'EACCES' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'EROFS') {
    return `The folder ${options.data} cannot be used.`;
  }
  return `The desk could not start: ${error instanceof Error ? error.message : String(error)}`;
}

/** Calls `ended` when whoever started this program is gone. */
function watchParent(ended: () => void) {
  if (process.connected) process.once('disconnect', ended);
  else process.stdin.once('end', ended).once('close', ended).once('error', ended).resume();
}

async function run(options: Options) {
  const { port, data, sample, token } = options;
  const company = sample ? SAMPLE_COMPANY : [];
  const desk = await startDesk({ port, data, sample, company, ...(token === undefined ? {} : { token }) });
  console.log(`Reference desk: ${desk.url}`);
  console.log(`token: ${desk.token}`);
  for (const { name, role, token: theirs } of company)
    console.log(`colleague: ${name} (${role}), token ${theirs}`);
  console.log(`specialist page: ${desk.url}/`);
  console.log(`openapi: ${desk.url}/openapi.json`);
  console.log(`fault seed: ${desk.faults.state().seed}`);
  const end = () => void desk.close().then(() => process.exit(0));
  process.once('SIGINT', end).once('SIGTERM', end);
  if (options['with-parent']) watchParent(end);
}

async function check(url: string, token: string) {
  console.log(announcement(url));
  const found = await checkDesk({ url, token }, (one) => console.log(line(one)));
  console.log(summary(found));
  process.exitCode = exitCodeOf(found);
}

const read = readOptions(process.argv.slice(2));
if (!read.ok) {
  console.error(`${read.wrong}\nSee --help.`);
  process.exitCode = USAGE_ERROR;
} else if (read.options.help) {
  console.log(HELP);
} else {
  const { check: url, token } = read.options;
  const work = url === undefined || token === undefined ? run(read.options) : check(url, token);
  work.catch((error: unknown) => {
    console.error(reasonOf(error, read.options));
    process.exitCode = 1;
  });
}
