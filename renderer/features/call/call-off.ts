/** Calls a call off at once, because the toast can ask for it again. */
import i18next from 'i18next';
import type { CallBackWish } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { showToast } from '../../state/notices.ts';
import { changeTicket } from '../ticket/edit.ts';

const sayFailure = (failure: Failure | null) => {
  if (failure !== null) showToast({ text: i18next.t(`errors.${failure.code}`) });
};

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
  const failure = await changeTicket(ticket.id, { callBack: null });
  if (failure !== null) return sayFailure(failure);
  showToast({
    text: i18next.t('callBack.calledOff'),
    ...(wish && {
      action: {
        label: i18next.t('wizard.undo'),
        run: () => void changeTicket(ticket.id, { callBack: wish }).then(sayFailure),
      },
    }),
  });
}
