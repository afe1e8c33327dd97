/** Makes trees of texts, away from the window. It is ended when a text takes too long. */
import { treeOf } from './parse.ts';

/** As JSON, which the window reads several times faster than it takes over as many objects. */
const say = (what: unknown) => postMessage(JSON.stringify(what));

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  say(typeof data === 'string' ? (treeOf(data)?.groups.flat() ?? null) : null);
});
say('ready');
