/** Shows one text after the other as the window's thread does, and measures how long the window is held by each. */
import '../../../renderer/ui/tokens.css';
import '../../../renderer/ui/base.css';
import '../../../renderer/features/ticket/thread.css';
import { createRoot, type Root } from 'react-dom/client';
import { startLanguage } from '../../../renderer/app/language.ts';
import { WholeText } from '../../../renderer/features/ticket/WholeText.tsx';

/** `longestMs`: the longest time in which the window answered nothing. */
export type Shown = { longestMs: number; nodes: number; how: 'laid_out' | 'plain' | 'nothing' };

declare global {
  interface Window {
    showText?: (text: string) => Promise<Shown>;
  }
}

/** What has not changed for so long is there. */
const STILL_MS = 40;
const PATIENCE_MS = 15_000;

startLanguage('en');

window.showText = async (text) => {
  const place = document.getElementById('root');
  if (place === null) throw new Error('there is no page');
  const holder = place.appendChild(document.createElement('div'));
  const root: Root = createRoot(holder);
  const pings = measureGaps();
  const started = performance.now();
  let changed = started;
  const observer = new MutationObserver(() => {
    changed = performance.now();
  });
  observer.observe(holder, { childList: true, subtree: true });
  root.render(<WholeText text={text} />);
  const isThere = () =>
    holder.querySelector('.markdown-coming') === null &&
    holder.querySelector('.markdown, .plain-text') !== null;
  while (!(isThere() && performance.now() - changed > STILL_MS)) {
    if (performance.now() - started > PATIENCE_MS) break;
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  const isPlain = holder.querySelector('.plain-text') !== null;
  const how = isThere() ? (isPlain ? 'plain' : 'laid_out') : 'nothing';
  const nodes = holder.querySelectorAll('*').length;
  const longestMs = await pings.end();
  observer.disconnect();
  root.unmount();
  holder.remove();
  return { longestMs, nodes, how };
};

/** A message to oneself comes as soon as the window is free. */
function measureGaps(): { end(): Promise<number> } {
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  let ended: (() => void) | null = null;
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (ended === null) port2.postMessage(null);
    else {
      port1.close();
      ended();
    }
  };
  port2.postMessage(null);
  return {
    end: () =>
      new Promise((resolve) => {
        ended = () => resolve(longest);
      }),
  };
}
