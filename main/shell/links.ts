/** Opens links outside the app. The window has shown the person where they go. */
import { shell } from 'electron';
import { LifelineError } from '#shared/errors.ts';

const OPENABLE = new Set(['https:', 'mailto:', 'tel:']);

/** Throws `link_refused` for anything but https, mailto and tel (invariant 9). */
export async function openLink({ url: text }: { url: string }): Promise<Record<string, never>> {
  const url = URL.parse(text);
  if (url === null || !OPENABLE.has(url.protocol)) throw new LifelineError('link_refused');
  await shell.openExternal(url.href);
  return {};
}
