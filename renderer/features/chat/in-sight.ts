/** Tells the shell which chat somebody is looking at. */
import { useEffect } from 'react';
import type { TicketId } from '#shared/ids.ts';
import { ask } from '../../state/lifeline.ts';

/** While this window has the focus, what is said in the chat needs no notification. Null when none is in sight. */
export function useChatInSight(ticketId: TicketId | null): void {
  useEffect(() => {
    if (ticketId === null) return;
    const tell = (isSeen: boolean) =>
      void ask('window.setChatInSight', { ticketId: isSeen ? ticketId : null });
    const look = () => tell(document.hasFocus() && !document.hidden);
    look();
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
      tell(false);
    };
  }, [ticketId]);
}
