/** How chats stand, as often as a person can follow it: what changes quicker is told once, as it is then. */
import type { ChatState } from '#shared/contract.ts';
import type { Clock } from '../ports.ts';

/** Between two tellings. A specialist who begins to write is seen at once. */
const EVERY_MS = 250;
/** A desk that speaks of more chats at once is asked how they stand. */
const MOST_CHATS = 50;

export function chatsInTime(clock: Clock, tell: (chat: ChatState | null) => void) {
  const untold = new Map<string, ChatState>();
  let isAny = false;
  let cancel: (() => void) | null = null;

  function tellAll(): void {
    cancel = null;
    if (untold.size === 0 && !isAny) return;
    cancel = clock.after(EVERY_MS, tellAll);
    const told = isAny ? [null] : [...untold.values()];
    untold.clear();
    isAny = false;
    for (const each of told) tell(each);
  }

  return {
    /** Null: any may be other than it was. */
    heard(chat: ChatState | null): void {
      if (chat === null) isAny = true;
      else untold.set(chat.ticketId, chat);
      if (untold.size > MOST_CHATS) isAny = true;
      if (isAny) untold.clear();
      if (cancel === null) tellAll();
    },
    stop(): void {
      cancel?.();
      cancel = null;
    },
  };
}
