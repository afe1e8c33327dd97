import { flushSync } from 'react-dom';
import { beginDraft } from '../../state/begun.ts';
import { openTicket } from '../../state/navigation.ts';

/** Starts a draft and goes to it. Its field has the focus before the next key: who asked for it is already typing. */
export function newTicket(): void {
  const id = beginDraft();
  flushSync(() => openTicket(id, 'drafts'));
}
