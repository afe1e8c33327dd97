/** Opens links outside the app. The window has shown the person where they go. */
import { shell } from 'electron';
import { LifelineError } from '#shared/errors.ts';
import { destinationOf } from '#shared/links.ts';

/** Throws `link_refused` for what is no link by the rule that the window has (invariant 9). */
export async function openLink({ url }: { url: string }): Promise<Record<string, never>> {
  const destination = destinationOf(url);
  if (destination === null) throw new LifelineError('link_refused');
  await shell.openExternal(destination.href);
  return {};
}
