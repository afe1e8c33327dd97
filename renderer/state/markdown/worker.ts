/** Makes trees of texts, away from the window. It is ended when a text takes too long. */
import { treeOf } from './parse.ts';

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  postMessage(typeof data === 'string' ? (treeOf(data)?.groups.flat() ?? null) : null);
});
postMessage('ready');
