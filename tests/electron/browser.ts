/** The one Chromium behind all windows. */
import type { Cdp, CdpSession } from './cdp.ts';
import { hasScreen, startChromium } from './chromium.ts';

export type Target = { cdp: CdpSession; targetId: string };

let started: Promise<Cdp> | null = null;
let firstTarget: string | null = null;
const gone = new Map<string, () => void>();

/** Starts it the first time. `ended` is called when it goes, by itself or by a person's hand. */
export function openBrowser(profile: string, language: string, ended: () => void): Promise<Cdp> {
  started ??= start(profile, language, ended);
  return started;
}

async function start(profile: string, language: string, ended: () => void): Promise<Cdp> {
  const cdp = await startChromium(profile, language);
  void cdp.closed.then(() => {
    for (const close of gone.values()) close();
    ended();
  });
  cdp.browser.on('Target.targetDestroyed', ({ targetId }) => gone.get(targetId)?.());
  await cdp.browser.call('Target.setDiscoverTargets', { discover: true });
  const { targetInfos } = await cdp.browser.call<{ targetInfos: { type: string; targetId: string }[] }>(
    'Target.getTargets',
  );
  firstTarget = targetInfos.find(({ type }) => type === 'page')?.targetId ?? null;
  return cdp;
}

/** A page for a new window: the one that Chromium began with, then new ones. */
export async function openTarget(
  cdp: Cdp,
  size: { width: number; height: number },
  onGone: () => void,
): Promise<Target> {
  const targetId =
    firstTarget ??
    (
      await cdp.browser.call<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        newWindow: hasScreen(),
        ...size,
      })
    ).targetId;
  firstTarget = null;
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
