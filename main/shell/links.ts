/** Opens links outside the app. The window has shown the person where they go. */
import { shell } from 'electron';
import { LifelineError } from '#shared/errors.ts';
import type { MayOpen } from './openings.ts';

const OPENABLE = new Set(['https:', 'mailto:', 'tel:']);

/** Answers `link.open`. Throws `link_refused` for anything but https, mailto and tel (invariant 9). */
export function linkOpener(mayOpen: MayOpen) {
  return async ({ url: text }: { url: string }): Promise<Record<string, never>> => {
    const url = URL.parse(text);
    if (url === null || !OPENABLE.has(url.protocol)) throw new LifelineError('link_refused');
    await mayOpen({ kind: 'link', address: url.href });
    await shell.openExternal(url.href);
    return {};
  };
}
