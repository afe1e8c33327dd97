/**
 * A process that asks one desk one thing, with core's own way to it, and says what came of it and by how many megabytes it
 * has grown meanwhile. Called with an address, and what to ask.
 */
import { PATHS } from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { seededBytes } from '../desk/random.ts';

const [, , address = '', what = ''] = process.argv;
const clock = {
  now: () => Date.now(),
  after(ms: number, action: () => void) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};
const { account, changes, listen, findTicket, download } = restDesk(address, 'secret-token', {
  fetch,
  clock,
});
const ids = idMaker(() => 1_760_000_000_000, seededBytes(1));
const on = { poke() {}, chat() {}, heard() {} };
const ask: Record<string, () => Promise<unknown>> = {
  [PATHS.account]: () => account(),
  [PATHS.changes]: () => changes(null),
  [PATHS.stream]: () => listen(on, new AbortController().signal),
  ticket: () => findTicket(ids.ticket()),
  content: () => download(ids.ticket(), ids.attachment(), () => undefined),
};

const before = process.memoryUsage.rss();
let most = before;
const watch = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 5);
const answer = await ask[what]?.();
clearInterval(watch);
const grewMb = Math.round((Math.max(most, process.memoryUsage.rss()) - before) / 2 ** 20);
process.stdout.write(JSON.stringify({ answer, grewMb }), () => process.exit(0));
