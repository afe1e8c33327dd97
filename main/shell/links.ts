/** Opens links outside the app. The window has shown the person where they go. */
import { shell } from 'electron';
import { LifelineError } from '#shared/errors.ts';
import { destinationOf } from '#shared/links.ts';
import type { MayOpen } from './openings.ts';

/** Answers `link.open`. Throws `link_refused` for what is no link by the rule that the window has (invariant 9). */
export function linkOpener(mayOpen: MayOpen) {
  return async ({ url }: { url: string }): Promise<Record<string, never>> => {
    const destination = destinationOf(url);
    if (destination === null) throw new LifelineError('link_refused');
    await mayOpen({ kind: 'link', address: destination.href });
    await shell.openExternal(destination.href);
    return {};
  };
}
