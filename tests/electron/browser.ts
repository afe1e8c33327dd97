/** The one Chromium behind all windows. */
import { on } from 'node:events';
import type { Cdp, CdpSession } from './cdp.ts';
import { FIRST_PAGE, hasScreen, startChromium, type Wanted } from './chromium.ts';

export type Target = { cdp: CdpSession; targetId: string };

let started: Promise<Cdp> | null = null;
let firstTarget: string | null = null;
/** The pages that windows of the app asked for. */
const ours = new Set<string>();
/** Pages that nobody is known to have asked for, yet. */
const strangers = new Set<string>();
/** Done when no page is being asked for: only then is it clear whose a new one is. */
let opening: Promise<unknown> = Promise.resolve();
const gone = new Map<string, () => void>();

/** Starts it the first time. `ended` is called when it goes, by itself or by a person's hand. */
export function openBrowser(wanted: Wanted, ended: () => void): Promise<Cdp> {
  started ??= start(wanted, ended);
  return started;
}

async function start(wanted: Wanted, ended: () => void): Promise<Cdp> {
  const cdp = await startChromium(wanted);
  void cdp.closed.then(() => {
    for (const close of gone.values()) close();
    ended();
  });
  cdp.browser.on('Target.targetDestroyed', ({ targetId }) => gone.get(targetId)?.());
  firstTarget = await firstPage(cdp);
  ours.add(firstTarget);
  cdp.browser.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.type === 'page') void closeStranger(cdp, targetInfo.targetId).catch(() => {});
  });
  cdp.browser.on('Fetch.requestPaused', ({ requestId, frameId }) => {
    // A page's main frame goes by the page's own name.
    const [method, reason] = strangers.has(frameId)
      ? ['Fetch.failRequest', { errorReason: 'Aborted' }]
      : ['Fetch.continueRequest', {}];
    void cdp.browser.call(method, { requestId, ...reason }).catch(() => {});
  });
  await cdp.browser.call('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
  return cdp;
}

/**
 * The page that Chromium began with, once it is whole. Until then it may still come in place of what a window has
 * begun to load, which is aborted.
 */
async function firstPage(cdp: Cdp): Promise<string> {
  const ended = new AbortController();
  void cdp.closed.then(() => ended.abort(new Error('The browser ended before its window opened.')));
  const created = on(cdp.browser, 'Target.targetCreated', ended);
  await cdp.browser.call('Target.setDiscoverTargets', { discover: true });
  for await (const [{ targetInfo }] of created) {
    if (targetInfo.type !== 'page') continue;
    const { targetId } = targetInfo;
    const attached = { targetId, flatten: true };
    const { sessionId } = await cdp.browser.call<{ sessionId: string }>('Target.attachToTarget', attached);
    const page = cdp.session(sessionId);
    const reached = on(page, 'Page.lifecycleEvent', ended);
    await page.call('Page.enable');
    // Tells again what has been reached already.
    await page.call('Page.setLifecycleEventsEnabled', { enabled: true });
    for await (const [{ name }] of reached) {
      if (name !== 'load') continue;
      const { frameTree } = await page.call<{ frameTree: { frame: { url: string } } }>('Page.getFrameTree');
      if (frameTree.frame.url === FIRST_PAGE) break;
    }
    await cdp.browser.call('Target.detachFromTarget', { sessionId });
    return targetId;
  }
  throw ended.signal.reason;
}

/** A page that no window of the app asked for was opened by a page, and has been denied: it fetches nothing and goes. */
async function closeStranger(cdp: Cdp, targetId: string): Promise<void> {
  if (ours.has(targetId)) return;
  strangers.add(targetId);
  await opening;
  if (!ours.has(targetId)) await cdp.browser.call('Target.closeTarget', { targetId });
}

/** A page for a new window: the one that Chromium began with, then new ones. */
export async function openTarget(
  cdp: Cdp,
  size: { width: number; height: number },
  onGone: () => void,
): Promise<Target> {
  const created =
    firstTarget !== null
      ? Promise.resolve({ targetId: firstTarget })
      : cdp.browser.call<{ targetId: string }>('Target.createTarget', {
          url: 'about:blank',
          newWindow: hasScreen(),
          ...size,
        });
  firstTarget = null;
  const opened = created.then(({ targetId }) => {
    ours.add(targetId);
    strangers.delete(targetId);
  });
  opening = Promise.allSettled([opening, opened]);
  const { targetId } = await created;
  gone.set(targetId, onGone);
  const { sessionId } = await cdp.browser.call<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  return { cdp: cdp.session(sessionId), targetId };
}

/** Ends Chromium, if it was ever started. */
export async function closeBrowser(): Promise<void> {
  if (started === null) return;
  const cdp = await started.catch(() => null);
  await cdp?.browser.call('Browser.close').catch(() => {});
  await cdp?.closed;
}
