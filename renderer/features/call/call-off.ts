/** Calls a call off at once, because the toast can ask for it again. */
import i18next from 'i18next';
import type { CallBackWish } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { showToast } from '../../state/notices.ts';
import { change } from '../ticket/actions.ts';

function wishOf({ edit, callBack }: Pick<Ticket, 'edit' | 'callBack'>): CallBackWish | null {
  if (edit?.callBack) return edit.callBack;
  return (
    callBack && {
      number: callBack.number,
      at: callBack.at === null ? null : new Date(callBack.at).toISOString(),
    }
  );
}

export async function callOff(ticket: Pick<Ticket, 'id' | 'edit' | 'callBack'>): Promise<void> {
  const wish = wishOf(ticket);
  if (!(await change(ticket.id, { callBack: null }))) return;
  showToast({
    text: i18next.t('callBack.calledOff'),
    undo: wish === null ? undefined : () => void change(ticket.id, { callBack: wish }),
  });
}
