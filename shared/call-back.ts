/** How a call-back stands. Pure. Times are milliseconds since 1970, of the desk's clock. */
import type { CallBackWish } from './contract.ts';
import { type CallBack, callWish, type Ticket } from './model.ts';

export type CallStanding =
  /** It waits here: the desk does not know of the wish yet. */
  | { state: 'asked'; wish: CallBackWish }
  /** That no call is wanted any more waits here. */
  | { state: 'called_off' }
  | { state: 'queued'; call: CallBack; leftMs: number | null }
  /** The desk has not called when it meant to. */
  | { state: 'late'; call: CallBack; lateMs: number }
  | { state: 'calling' | 'done' | 'missed'; call: CallBack };

type Asked = Pick<Ticket, 'channel' | 'number' | 'state' | 'form' | 'edit' | 'callBack'>;

/**
 * Null when no call was asked for, or the ticket was over before one was made. `now` is the time of the desk.
 */
export function callStanding(ticket: Asked, now: number): CallStanding | null {
  const { channel, number, state, form, edit, callBack } = ticket;
  if (edit?.callBack) return { state: 'asked', wish: edit.callBack };
  if (edit?.callBack === null) return { state: 'called_off' };
  if (number === null) {
    const isOnItsWay = state === 'queued' || state === 'sending';
    return channel === 'phone' && isOnItsWay ? { state: 'asked', wish: callWish(form) } : null;
  }
  const isOver = state === 'solved' || state === 'closed';
  if (callBack === null || (isOver && callBack.state !== 'done')) return null;
  if (callBack.state !== 'queued') return { state: callBack.state, call: callBack };
  const { expectedAt } = callBack;
  if (expectedAt === null) return { state: 'queued', call: callBack, leftMs: null };
  if (expectedAt < now) return { state: 'late', call: callBack, lateMs: now - expectedAt };
  return { state: 'queued', call: callBack, leftMs: expectedAt - now };
}
