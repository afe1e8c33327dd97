/** What the desk says of itself, and whether the person follows it. */
import { create } from 'zustand';
import type { StatusLine } from '#shared/model.ts';
import { useAtNow } from './clock.ts';
import { ask, listen } from './lifeline.ts';
import { announce, sayFailure } from './notices.ts';

/** What nobody has said again for so long is no longer known. */
const GOOD_FOR_MS = 24 * 60 * 60_000;

export const useStatusLine = create<{ line: StatusLine | null }>(() => ({ line: null }));

function put(line: StatusLine | null): void {
  const before = useStatusLine.getState().line;
  useStatusLine.setState({ line });
  if (line !== null && line.text !== before?.text) announce(line.text);
}

/** Asks what is known. The desk is asked along with it, so that whoever is about to file something reads the latest. */
export async function readStatusLine(): Promise<void> {
  const answer = await ask('statusLine.get', {});
  if (answer.ok) put(answer.value.line);
}

export function listenToStatusLine(): void {
  listen('statusLine.changed', ({ line }) => put(line));
  listen('core.state', ({ state }) => {
    if (state === 'ready') void readStatusLine();
  });
  void readStatusLine();
}

/** The line while it is known to be so; null when there is none. */
export function useKnownLine(): StatusLine | null {
  const line = useStatusLine((all) => all.line);
  const isOld = useAtNow((now) => line !== null && now - line.heardAt > GOOD_FOR_MS);
  return isOld ? null : line;
}

/** True when it is done. */
export async function followLine({ id }: StatusLine, isOn: boolean): Promise<boolean> {
  const answer = await ask('statusLine.follow', { id, isOn });
  if (!answer.ok) sayFailure(answer.failure);
  return answer.ok;
}
