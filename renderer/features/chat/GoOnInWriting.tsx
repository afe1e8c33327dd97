import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/model.ts';
import { ChangeForm } from '../ticket/ChangeForm.tsx';

/** Makes a written ticket of a chat. It cannot be taken back: the place in the queue is gone. */
export function GoOnInWriting({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const { t } = useTranslation();
  return (
    <ChangeForm
      ticketId={ticket.id}
      title={t('chat.writing.do')}
      action={t('chat.writing.do')}
      cancel={t('chat.writing.stay')}
      edit={() => ({ channel: 'email' })}
      close={close}
    >
      <p>{t('chat.writing.body')}</p>
    </ChangeForm>
  );
}
