/** How chats stand, as the stream tells it: the first word at once, and of a flood only the last of each chat. */
import { ChatState } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { parseReceived } from '#shared/received-json.ts';
import type { Clock } from '../ports.ts';

/** No eye sees more than ten changes a second. */
const EVERY_MS = 100;
/** More than so many in that time are not read: any chat may be other than it was, and is asked for. */
const MOST_WAITING = 100;
/** A longer one is no state of a chat. */
const LONGEST = 4_000;

/** Tells `tell` of a chat, or null when any may be other than it was. */
export function chatNews(clock: Clock, tell: (chat: ChatState | null) => void) {
  let waiting: string[] = [];
  let hasMore = false;
  let cancel: (() => void) | null = null;

  function flush(): void {
    const last = new Map<TicketId, ChatState>();
    for (const chat of waiting.flatMap((text) => read(text) ?? [])) last.set(chat.ticketId, chat);
    const all = hasMore;
    // Nothing came: the next word is told at once again.
    cancel = waiting.length > 0 ? clock.after(EVERY_MS, flush) : null;
    waiting = [];
    hasMore = false;
    if (all) tell(null);
    for (const chat of last.values()) tell(chat);
  }

  return {
    heard(text: string): void {
      if (text.length > LONGEST) return;
      if (waiting.length < MOST_WAITING) waiting.push(text);
      else {
        // The newest count: what is lost of the others is asked for.
        waiting[MOST_WAITING - 1] = text;
        hasMore = true;
      }
      if (cancel === null) flush();
    },
    /** Tells what it still has. */
    stop(): void {
      cancel?.();
      flush();
      cancel?.();
    },
  };
}

/** What an event says of a chat; null when it does not fit, because nothing hangs on it. */
function read(text: string): ChatState | null {
  try {
    return ChatState.safeParse(parseReceived(text)).data ?? null;
  } catch {
    return null;
  }
}
